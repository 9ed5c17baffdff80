import { numberOf } from "./evaluations.js";
import type { StepMetrics } from "./results.js";

/** The names under which the service counts how long the model thinks, best first; the last counts the answer too. */
export const tokenMetrics = [
  "usage/samples/train_reasoning_tokens_mean",
  "reasoning_tokens_mean",
  "completion_tokens_mean",
] as const;

/** Reasoning tokens a training sample; all completion tokens where the service tells no more. */
export function reasoningTokens(step: StepMetrics): number | undefined {
  const name = tokenMetrics.find((one) => numberOf(step, one) !== undefined);
  return name && numberOf(step, name);
}
