import { spendingPause } from "./prices.js";
import type { Rule, RuleSet } from "./rule-set.js";
import { rules2025_05 } from "./rules-2025-05.js";

const o4Mini = {
  name: "o4-mini-2025-04-16",
  aliases: ["o4-mini"],
  contextTokens: 200_000,
  outputTokens: 100_000,
  canPause: true,
  trainingTypes: ["Standard", "GlobalStandard", "developerTier"],
};

/** A model from the table of October 2026 whose training types, context and pausing are not published. */
function preview(name: string) {
  return { name, aliases: [], trainingTypes: [] };
}

const models: Rule<RuleSet["models"]["value"]> = {
  value: [
    o4Mini,
    // "Pause/resume and auto-pause are disabled" in the gpt-5 preview; no developer tier.
    {
      name: "gpt-5-2025-08-07",
      aliases: ["gpt-5"],
      canPause: false,
      trainingTypes: ["Standard", "GlobalStandard"],
    },
    preview("gpt-5.4-mini-2026-03-17"),
    preview("MAI-Code-1.1-Flash"),
    preview("Muse-Glimmer-30B"),
    preview("Qwen3.6-35B-A3B"),
    preview("Qwen3.8-27B"),
    preview("gpt-oss-120b"),
  ],
  source:
    "Microsoft Learn, fine-tune-supported-models; gpt-5.4-mini from a live run's refusal of other methods",
  date: "2026-10-06",
};

/** The service according to its pages of October 2026 and recorded traffic; anything not named here is unchanged. */
export const rules2026_10: RuleSet = {
  ...rules2025_05,
  name: "2026-10",
  models,
  trainingTypes: {
    value: ["Standard", "GlobalStandard", "developerTier"],
    source: 'Recorded traffic of 2025-12-12: "developerTier" answered 201; "Developer" cannot be bound',
    date: "2025-12-12",
  },
  graderTypes: {
    value: ["string_check", "text_similarity", "score_model", "python", "multi"],
    source: "Microsoft Learn, reinforcement-fine-tuning, and jobs seen live with a python grader",
    date: "2026-10-05",
  },
  subgraderTypes: {
    value: ["string_check", "text_similarity", "score_model", "python", "label_model"],
    source: "OpenAI OpenAPI 9a72a42 (GraderMulti); a live pipeline used python and score_model inside multi",
    date: "2026-10-05",
  },
  graderModels: {
    value: [
      "gpt-4.1",
      "gpt-4.1-2025-04-14",
      "gpt-4.1-mini",
      "gpt-4.1-mini-2025-04-14",
      "gpt-4.1-nano",
      "gpt-4.1-nano-2025-04-14",
      "gpt-4o",
      "gpt-4o-2024-08-06",
      "o3-mini",
      "o3-mini-2025-01-31",
    ],
    source:
      'The service\'s own refusal: "Model provided for model grader is not supported. Supported models: ..."',
    date: "2026-10-07",
  },
  reasoningEfforts: {
    value: ["default", "low", "medium", "high"],
    source: "Azure v1 specification 31c65e1, reinforcement hyperparameters",
    date: "2026-10-05",
  },
  suffixLength: {
    value: 64,
    source: "Azure v1 specification 31c65e1, suffix (the dated path of 2025-04-01-preview says 40)",
    date: "2026-10-05",
  },
  spendingPause,
};
