import type { Range } from "#rules/rule-set.js";
import type { GroupForecast } from "./forecast.js";

/** What real answers earn. Shares are over the prompts with at least two samples. */
export interface SampleResult {
  /** Samples scored. */
  n: number;
  /** Distinct rows among them. */
  prompts: number;
  mean: number;
  /** Ten equal bins over the grader's range; a score on a border counts in the upper bin. */
  histogram: { from: number; to: number; count: number }[];
  /** Prompts whose scores differ by more than 0.000001. */
  mixed: number;
  allEqual: number;
  /** All at the grader's lowest score. */
  allZero: number;
  /** All at the grader's highest score. */
  allOne: number;
  /** The mean standard deviation within a prompt. */
  withinPromptSd: number;
  forecast: GroupForecast[];
  /** The share of all samples that pass at each threshold, the grader's own among them. */
  passRates: { threshold: number; share: number; own: boolean }[];
  /** Microsoft's advice for the share that should fail before training. */
  advisedFailures: Range;
  /** Prompts that no sample solves, and prompts that every sample solves. */
  tooHard: PromptList;
  tooEasy: PromptList;
}

/** How many prompts, and the line of each one's first sample, at most 20 lines. */
export interface PromptList {
  prompts: number;
  lines: number[];
}
