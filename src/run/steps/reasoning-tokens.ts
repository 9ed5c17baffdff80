import { numberOf } from "./evaluations.js";
import type { StepMetrics } from "./results.js";

/** The metrics by which the service counts how long the model thinks, best first; the last includes the answer. */
export const tokenMetrics = [
  "usage/samples/train_reasoning_tokens_mean",
  "reasoning_tokens_mean",
  "completion_tokens_mean",
] as const;

/** Reasoning tokens per training sample; all completion tokens if the service reports nothing finer. */
export function reasoningTokens(step: StepMetrics): number | undefined {
  const name = tokenMetrics.find((one) => numberOf(step, one) !== undefined);
  return name && numberOf(step, name);
}
