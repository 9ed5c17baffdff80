import { numberOf } from "./evaluations.js";
import type { StepMetrics } from "./results.js";

/**
 * The metrics by which the service counts how long the model thinks in training, best first; the last includes the
 * answer. Where a name says no side it is training's: in the one public result file of a reinforcement run on Azure
 * `reasoning_tokens_mean` equals `usage/samples/train_reasoning_tokens_mean` at every step.
 */
export const tokenMetrics = [
  "usage/samples/train_reasoning_tokens_mean",
  "train_reasoning_tokens_mean",
  "reasoning_tokens_mean",
  "completion_tokens_mean",
] as const;

/** The same of validation answers; only evaluated steps have them. */
export const validTokenMetrics = [
  "usage/samples/valid_reasoning_tokens_mean",
  "valid_reasoning_tokens_mean",
] as const;

/** Reasoning tokens per training sample; all completion tokens if the service reports nothing finer. */
export function reasoningTokens(step: StepMetrics): number | undefined {
  const name = tokenMetrics.find((one) => numberOf(step, one) !== undefined);
  return name && numberOf(step, name);
}
