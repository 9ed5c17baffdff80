import type { TokenUsage } from "#service/judge.js";

/** What a model's answers cost, in tokens: no rule set knows the prices of deployments. */
export interface TokenSpend {
  /** The model that answered, as the service names it. */
  model: string;
  answers: number;
  usage: TokenUsage;
}

/** Adds up what answers cost, by model. */
export interface SpendCount {
  /** `usage`: null if the service does not say. */
  add(model: string, usage: TokenUsage | null): void;
  list(): TokenSpend[];
}

export function countSpend(): SpendCount {
  const byModel = new Map<string, TokenSpend>();
  return {
    add(model, usage) {
      const before = byModel.get(model) ?? { model, answers: 0, usage: noTokens };
      byModel.set(model, {
        model,
        answers: before.answers + 1,
        usage: addUsage(before.usage, usage ?? noTokens),
      });
    },
    list: () => [...byModel.values()],
  };
}

const noTokens: TokenUsage = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0, cached_tokens: 0 };

export function addUsage(a: TokenUsage, b: TokenUsage): TokenUsage {
  return {
    prompt_tokens: a.prompt_tokens + b.prompt_tokens,
    completion_tokens: a.completion_tokens + b.completion_tokens,
    total_tokens: a.total_tokens + b.total_tokens,
    cached_tokens: a.cached_tokens + b.cached_tokens,
  };
}
