import type { StepMetrics } from "#run/steps/results.js";

/** Tokens a judge model has read and written. */
export interface GraderTokens {
  model: string;
  input: number;
  output: number;
}

/**
 * `model_graders_token_usage` of a step's event, flattened: by model, separately for training and evaluation (OpenAI's
 * reinforcement fine-tuning guide, 2025-05; not seen on Azure). Cached tokens are part of the prompt tokens.
 */
const prefix = "model_graders_token_usage/";
const usage = /^model_graders_token_usage\/(.+)\/(?:train|eval|valid)_(prompt|completion)_tokens$/;

/** The tokens a run's judge models have used, by model in order of appearance; empty if no step says. */
export function graderTokensOf(steps: readonly StepMetrics[]): GraderTokens[] {
  const byModel = new Map<string, GraderTokens>();
  for (const step of steps) {
    for (const name in step) {
      if (!name.startsWith(prefix)) continue;
      const [, model, kind] = usage.exec(name) ?? [];
      const tokens = step[name];
      if (model === undefined || typeof tokens !== "number") continue;
      const sum = byModel.get(model) ?? { model, input: 0, output: 0 };
      byModel.set(model, sum);
      sum[kind === "prompt" ? "input" : "output"] += tokens;
    }
  }
  return [...byModel.values()];
}
