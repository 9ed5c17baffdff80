import type { Range } from "#rules/rule-set.js";
import type { GroupForecast } from "./forecast.js";

/** What real answers earn. Shares are of the prompts that have at least two samples. */
export interface SampleResult {
  /** Samples scored. */
  n: number;
  /** Different rows among them. */
  prompts: number;
  mean: number;
  /** Ten equal bins over the grader's range; a score on a border counts to the upper bin. */
  histogram: { from: number; to: number; count: number }[];
  /** Prompts whose scores differ by more than 0.000001. */
  mixed: number;
  allEqual: number;
  /** All at the lowest score there is. */
  allZero: number;
  /** All at the highest score there is. */
  allOne: number;
  /** The mean standard deviation inside a prompt. */
  withinPromptSd: number;
  forecast: GroupForecast[];
  /** The share of all samples that pass at each threshold, the grader's own among them. */
  passRates: { threshold: number; share: number; own: boolean }[];
  /** Microsoft's advice for the share that should fail before training. */
  advisedFailures: Range;
  /** Prompts that no sample solves, and prompts that all solve: how many, and the lines of their first samples. */
  tooHard: PromptList;
  tooEasy: PromptList;
}

/** Some prompts, by the line of the first sample of each; at most 20 lines. */
export interface PromptList {
  prompts: number;
  lines: number[];
}
