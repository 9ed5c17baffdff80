import { isDeepStrictEqual } from "node:util";
import type { JsonValue } from "#json/json-value.js";
import type { RunResult } from "./run-result.js";
import { secondsBySteps } from "#run/spend/training-time.js";

/** When a run reached a reward. */
export interface Reached {
  step: number;
  /** Hours of training up to that step; absent if a step's time is unknown. */
  hours?: number;
  /** At the run's average hourly cost. */
  dollars?: number;
}

/** Several runs side by side; lists follow the order of the runs. */
export interface Comparison {
  sources: string[];
  /** True if all graders are known and the same, false if two differ: their rewards cannot be compared then. */
  sameGrader?: boolean;
  /** What to know before comparing, one sentence each. */
  warnings: string[];
  /** Settings that differ among the runs with known settings; null if a run has none. */
  differences: { setting: string; values: (JsonValue | null)[] }[];
  /** The validation rewards of evaluated steps; null if a run has none. */
  bySteps: { step: number; rewards: (number | null)[] }[];
  /**
   * Each run's last validation reward after this many hours of training; null before its first, and once its training
   * has ended. Eight marks evenly apart, and the hours at which a run was best and at which it ended.
   */
  byHours: { hours: number; rewards: (number | null)[] }[];
  /**
   * When each run first reached a reward; null if it never did. `first` is the index of the run that needed the fewest
   * hours of training (steps, if the hours of one are unknown); absent if the two fastest tie, only one got there, or
   * the graders are known to differ.
   */
  reached: { reward: number; runs: (Reached | null)[]; first?: number }[];
}

/** Hours of training up to and including each step; empty if the time of one is unknown. */
export function hoursBySteps({ steps }: RunResult): Map<number, number> {
  const hours = new Map<number, number>();
  const times = secondsBySteps(steps);
  let sum = 0;
  for (const { step } of steps) {
    const seconds = times.get(step);
    if (seconds === undefined) return new Map();
    sum += seconds / 3600;
    hours.set(step, sum);
  }
  return hours;
}

function reach(run: RunResult, reward: number, hours: ReadonlyMap<number, number>): Reached | null {
  const first = run.evaluations.find((one) => one.reward >= reward);
  if (!first) return null;
  const at = hours.get(first.step);
  const { dollars, training } = run.spend ?? {};
  const perHour =
    dollars !== undefined && training && training.hours > 0 ? dollars / training.hours : undefined;
  return {
    step: first.step,
    ...(at !== undefined && { hours: at }),
    ...(at !== undefined && perHour !== undefined && { dollars: at * perHour }),
  };
}

/** The index of the run that got there first, if more than one did and there is no tie. */
function firstOf(runs: readonly (Reached | null)[]): number | undefined {
  const hasHours = runs.every((one) => one === null || one.hours !== undefined);
  const [first, second] = runs
    .flatMap((one, place) => (one ? [{ place, at: (hasHours ? one.hours : undefined) ?? one.step }] : []))
    .toSorted((a, b) => a.at - b.at);
  return first && second && first.at < second.at ? first.place : undefined;
}

function reachedBy(
  runs: readonly RunResult[],
  reward: number,
  hours: readonly ReadonlyMap<number, number>[],
): Comparison["reached"][number] {
  const at = runs.map((run, index) => reach(run, reward, hours[index] ?? new Map<number, number>()));
  const first = firstOf(at);
  return first === undefined ? { reward, runs: at } : { reward, runs: at, first };
}

/** Round reward levels, from just above the highest first evaluation to the best of all. */
function levelsOf(runs: readonly RunResult[]): number[] {
  const firsts = runs.flatMap(({ evaluations: [first] }) => first?.reward ?? []);
  const bests = runs.flatMap(({ best }) => best?.full_valid_mean_reward ?? []);
  if (firsts.length === 0) return [];
  const [from, to] = [Math.max(...firsts), Math.max(...bests)];
  const width = 10 ** Math.ceil(Math.log10(Math.max(to - Math.min(...firsts), 1e-9))) / 10;
  const levels: number[] = [];
  for (let index = Math.floor(from / width) + 1; index * width <= to && levels.length < 12; index++)
    levels.push(Number((index * width).toPrecision(6)));
  return levels;
}

function settingsOf({ settings = {} }: RunResult): Record<string, JsonValue> {
  const { hyperparameters = {}, grader, ...others } = settings;
  const shown: Record<string, JsonValue> = { ...others, ...hyperparameters };
  return grader === undefined ? shown : { ...shown, grader };
}

function differencesOf(runs: readonly RunResult[]): Comparison["differences"] {
  const all = runs.map(settingsOf);
  const names = new Set(all.flatMap((settings) => Object.keys(settings)));
  return [...names].flatMap((setting) => {
    const values = all.map((settings) => settings[setting] ?? null);
    const known = values.filter((_, place) => runs[place]?.settings !== undefined);
    return known.every((value) => isDeepStrictEqual(value, known[0])) ? [] : [{ setting, values }];
  });
}

function isSameGrader(
  runs: readonly RunResult[],
  differences: Comparison["differences"],
): boolean | undefined {
  if (differences.some(({ setting }) => setting === "grader")) return false;
  return runs.every(({ settings }) => settings?.grader !== undefined) ? true : undefined;
}

function warningsOf(runs: readonly RunResult[], differences: Comparison["differences"]): string[] {
  const known = runs.filter(({ settings }) => settings?.grader !== undefined).length;
  const warnings: string[] = [];
  if (isSameGrader(runs, differences) === false)
    warnings.push("the graders differ: a reward of one run says nothing about a reward of another");
  if (known < runs.length)
    warnings.push(
      "the grader of a run read from a file is unknown: compare rewards only if all had the same",
    );
  if (differences.some(({ setting }) => setting === "validationFile"))
    warnings.push("the validation files differ: rewards on other rows compare only roughly");
  if (new Set(runs.map(({ kind }) => kind)).size > 1)
    warnings.push("not all runs were trained by the same method");
  return warnings;
}

/** Hours closer than this are one mark. */
const sameHour = 1e-9;

/** Marks evenly apart up to the longest run, and the hours that matter to a run, in order. */
function marksOf(longest: number, own: readonly number[]): number[] {
  const count = 8;
  const even = Array.from({ length: count }, (_, index) => ((index + 1) * longest) / count);
  const marks = [...even, ...own].toSorted((a, b) => a - b);
  return marks.filter((at, index) => at - (marks[index - 1] ?? -Infinity) > sameHour);
}

/** A run's reward after this many hours; null before its first evaluation and after its last step. */
function rewardAt(
  evaluations: RunResult["evaluations"],
  hours: ReadonlyMap<number, number> | undefined,
  at: number,
): number | null {
  const end = [...(hours?.values() ?? [])].at(-1) ?? -Infinity;
  if (at > end + sameHour) return null;
  const last = evaluations.findLast(({ step }) => (hours?.get(step) ?? Infinity) <= at + sameHour);
  return last?.reward ?? null;
}

function byHoursOf(
  runs: readonly RunResult[],
  hours: readonly ReadonlyMap<number, number>[],
): Comparison["byHours"] {
  const longest = Math.max(0, ...hours.map((one) => [...one.values()].at(-1) ?? 0));
  if (longest === 0) return [];
  const own = runs.flatMap(({ best }, run) => {
    const at = hours[run] ?? new Map<number, number>();
    return [at.get(best?.step ?? Number.NaN), [...at.values()].at(-1)].filter((one) => one !== undefined);
  });
  return marksOf(longest, own).map((at) => ({
    hours: at,
    rewards: runs.map(({ evaluations }, run) => rewardAt(evaluations, hours[run], at)),
  }));
}

/** Compares runs by step, by hours of training, and by reward reached. Pure. */
export function compareRuns(runs: readonly RunResult[]): Comparison {
  const hours = runs.map(hoursBySteps);
  const differences = differencesOf(runs);
  const rewards = runs.map(({ evaluations }) => new Map(evaluations.map((one) => [one.step, one.reward])));
  const steps = [...new Set(rewards.flatMap((one) => [...one.keys()]))].toSorted((a, b) => a - b);
  const sameGrader = isSameGrader(runs, differences);
  const reached = levelsOf(runs).map((reward) => reachedBy(runs, reward, hours));
  return {
    sources: runs.map(({ source }) => source),
    ...(sameGrader !== undefined && { sameGrader }),
    warnings: warningsOf(runs, differences),
    differences,
    bySteps: steps.map((step) => ({ step, rewards: rewards.map((one) => one.get(step) ?? null) })),
    byHours: byHoursOf(runs, hours),
    reached: sameGrader === false ? reached.map(({ first: _first, ...level }) => level) : reached,
  };
}
