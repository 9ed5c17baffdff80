/** Hits in a number of tries: one prompt's samples. */
export interface Trials {
  hits: number;
  tries: number;
}

/** The beta distribution, over prompts, of the chance of a hit. */
export interface Beta {
  readonly a: number;
  readonly b: number;
}

// Nearly all mass at 0 and 1, or at a single point; beyond these limits the likelihood is flat.
const least = 1e-4;
const most = 1e5;
const rounds = 2_000;
const settled = 1e-7;

/**
 * Fits a beta-binomial to trials of any length by maximum likelihood: T. Minka's fixed point ("Estimating a Dirichlet
 * distribution", 2000, revised 2012, equation 65), starting at the mean with a + b = 1. Prompts differ in difficulty;
 * the fit tells how much of the spread is theirs and how much is chance.
 */
export function fitBetaBinomial(trials: readonly Trials[]): Beta {
  const hits = tailCounts(trials.map((one) => one.hits));
  const misses = tailCounts(trials.map(({ hits: hit, tries }) => tries - hit));
  const tries = tailCounts(trials.map((one) => one.tries));
  let { a, b } = startOf(trials);
  // Prompts without tries say nothing.
  if (tries.length === 0) return { a, b };
  for (let round = 0; round < rounds; round++) {
    const all = digammaDifference(tries, a + b);
    const nextA = clamp((a * digammaDifference(hits, a)) / all);
    const nextB = clamp((b * digammaDifference(misses, b)) / all);
    const isSettled = Math.abs(nextA - a) <= settled * a && Math.abs(nextB - b) <= settled * b;
    a = nextA;
    b = nextB;
    if (isSettled) break;
  }
  return { a, b };
}

/** The chance that all of `count` samples of one prompt are hits. */
export function chanceOfAll({ a, b }: Beta, count: number): number {
  let chance = 1;
  for (let sample = 0; sample < count; sample++) chance *= (a + sample) / (a + b + sample);
  return chance;
}

/** How many of the numbers are above 0, above 1, above 2, ... */
function tailCounts(numbers: readonly number[]): Float64Array {
  const counts = new Float64Array(numbers.reduce((max, number) => Math.max(max, number), 0));
  for (const number of numbers)
    for (let below = 0; below < number; below++) counts[below] = (counts[below] ?? 0) + 1;
  return counts;
}

/** The sum over all numbers n of digamma(n + x) - digamma(x), which is 1/x + 1/(x + 1) + ... */
function digammaDifference(tails: Float64Array, x: number): number {
  let sum = 0;
  for (let step = 0; step < tails.length; step++) sum += (tails[step] ?? 0) / (x + step);
  return sum;
}

function startOf(trials: readonly Trials[]): Beta {
  const hits = trials.reduce((sum, one) => sum + one.hits, 0);
  const tries = trials.reduce((sum, one) => sum + one.tries, 0);
  const mean = Math.min(0.999, Math.max(0.001, hits / Math.max(1, tries)));
  return { a: mean, b: 1 - mean };
}

function clamp(value: number): number {
  return Math.min(most, Math.max(least, value));
}
