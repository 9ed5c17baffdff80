import { type Beta, type Trials, chanceOfAll, fitBetaBinomial } from "./beta-binomial.js";
import { seededRandom } from "#dataset/sampling/seeded-random.js";

/** The share of prompts whose answers would not all earn the same score, at one group size. */
export interface GroupForecast {
  /** Samples per prompt. */
  group: number;
  mixed: number;
  /** The lower end of the 95% interval over the choice of prompts. */
  low: number;
  /** Its upper end. */
  high: number;
}

/** How often each score came, for one prompt. */
export type PromptScores = ReadonlyMap<number, number>;

/** The service does not publish how many answers it compares; these sizes are in use elsewhere. */
const groups = [4, 8, 16, 32] as const;
const resamples = 200;
/** Rare scores hardly ever fill a whole group, and each costs a fit. */
const fittedScores = 8;
const leastShare = 0.01;

/**
 * Forecasts how many prompts teach something: a group is mixed unless all its answers earn the same score. For each
 * frequent score (0 and 1 for right or wrong), we assume that its chance is beta-distributed over the prompts, one
 * score at a time against all others; a rare score is assumed never to fill a group. The fit is needed because a prompt
 * solved once in 20 looks dead in 4 samples, but not in a group of 16.
 * Intervals: bootstrap over the prompts, 200 times with a fixed seed. Prompts with one sample count, but tell little.
 * Empty if fewer than two prompts have two samples.
 */
export function forecastGroups(prompts: readonly PromptScores[]): GroupForecast[] {
  const tried = prompts.map((scores) => ({ scores, tries: total(scores) }));
  if (tried.filter(({ tries }) => tries > 1).length < 2) return [];
  const trials = frequentScores(prompts).map((score) =>
    tried.map(({ scores, tries }): Trials => ({ hits: scores.get(score) ?? 0, tries })),
  );
  const estimate = mixedShares(trials);
  const random = seededRandom(1);
  const repeats = Array.from({ length: resamples }, () => {
    const chosen = prompts.map(() => Math.floor(random() * prompts.length));
    return mixedShares(trials.map((one) => chosen.flatMap((index) => one[index] ?? [])));
  });
  return groups.map((group, index) => {
    const sorted = repeats.map((shares) => shares[index] ?? 0).toSorted((a, b) => a - b);
    return {
      group,
      mixed: estimate[index] ?? 0,
      low: sorted[Math.floor(resamples * 0.025)] ?? 0,
      high: sorted[Math.ceil(resamples * 0.975) - 1] ?? 0,
    };
  });
}

/** The share of mixed groups for each size. */
function mixedShares(trials: readonly (readonly Trials[])[]): number[] {
  const fits = fitAll(trials.filter((one) => one.some(({ hits }) => hits > 0)));
  return groups.map((group) => {
    const equal = fits.reduce((sum, fit) => sum + chanceOfAll(fit, group), 0);
    return Math.min(1, Math.max(0, 1 - equal));
  });
}

/** If there are only two scores, the second mirrors the first and needs no fit. */
function fitAll(trials: readonly (readonly Trials[])[]): Beta[] {
  const [first, second, ...more] = trials;
  if (!first || !second || more.length > 0 || !isMirror(first, second)) return trials.map(fitBetaBinomial);
  const { a, b } = fitBetaBinomial(first);
  return [
    { a, b },
    { a: b, b: a },
  ];
}

function isMirror(a: readonly Trials[], b: readonly Trials[]): boolean {
  return a.every(({ hits, tries }, index) => hits + (b[index]?.hits ?? 0) === tries);
}

function frequentScores(prompts: readonly PromptScores[]): number[] {
  const counts = new Map<number, number>();
  for (const scores of prompts) {
    for (const [score, count] of scores) counts.set(score, (counts.get(score) ?? 0) + count);
  }
  const all = total(counts);
  return [...counts]
    .filter(([, count]) => count >= leastShare * all)
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, fittedScores)
    .map(([score]) => score);
}

function total(counts: ReadonlyMap<number, number>): number {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}
