import { spendingPause } from "./prices.js";
import type { ModelRule, Rule, RuleSet } from "./rule-set.js";
import { o4MiniMistaken, rules2025_05 } from "./rules-2025-05.js";

const o4Mini: ModelRule = {
  name: "o4-mini-2025-04-16",
  aliases: ["o4-mini"],
  isSeen: true,
  mistakenNames: o4MiniMistaken,
  contextTokens: 200_000,
  outputTokens: 100_000,
  canPause: true,
  trainingTypes: ["Standard", "GlobalStandard", "developerTier"],
  unnamedTrainingTypes: ["Data zone (US)"],
};

// "Pause/resume and auto-pause are disabled" in the gpt-5 preview; the table has no developer tier for it.
const gpt5: ModelRule = {
  name: "gpt-5-2025-08-07",
  aliases: ["gpt-5"],
  isSeen: true,
  access: "by invitation",
  canPause: false,
  trainingTypes: ["Standard", "GlobalStandard"],
  unnamedTrainingTypes: ["Data zone (US)"],
};

/**
 * Not in the table of 2026-10-06. Two refusals seen live are all that is known: "Finetuning with gpt-5.4-mini requires
 * the reinforcement method", and that of Standard.
 */
const gpt54Mini: ModelRule = {
  name: "gpt-5.4-mini-2026-03-17",
  aliases: ["gpt-5.4-mini"],
  isSeen: true,
  access: "not in the table of models; known from refusals seen live",
  trainingTypes: [],
  refusedTrainingTypes: ["Standard"],
};

/** A preview model: the table has Global and Developer for it, and neither context nor pausing are published. */
function preview(name: string, more: Partial<ModelRule> = {}): ModelRule {
  return {
    name,
    aliases: [],
    access: "preview",
    trainingTypes: ["GlobalStandard", "developerTier"],
    ...more,
  };
}

const models: Rule<RuleSet["models"]["value"]> = {
  value: [
    o4Mini,
    gpt5,
    gpt54Mini,
    preview("MAI-Code-1.1-Flash"),
    preview("Muse-Glimmer-30B"),
    // microsoft-foundry/fine-tuning, cookbooks/03-core-rft/01-rft-countdown/notebooks/demo.ipynb @cbce1a4, 2026-10
    preview("qwen3.6-35b-a3b", { tableName: "Qwen3.6-35B-A3B", isSeen: true }),
    preview("Qwen3.8-27B"),
    preview("gpt-oss-120b"),
  ],
  source:
    "Microsoft Learn, fine-tune-supported-models; qwen3.6-35b-a3b from Microsoft's cookbook, gpt-5.4-mini from refusals seen live",
  date: "2026-10-06",
};

const quotas = "Microsoft Learn, Azure OpenAI quotas-limits";
const quotasDate = "2026-02-17";
const preparation = "Microsoft Learn, fine-tuning data preparation for reinforcement";

/** A limit of python graders, as the page of February 2026 has it; the page of October links there. */
function onPythonPage(value: number, words: string): Rule<number> {
  return {
    value,
    source: `Microsoft Learn, reinforcement-fine-tuning, python graders: ${words}`,
    date: "2026-02-12",
  };
}

/** The service according to its pages of October 2026 and recorded traffic; anything not named here is unchanged. */
export const rules2026_10: RuleSet = {
  ...rules2025_05,
  name: "2026-10",
  models,
  defaultModel: {
    value: "o4-mini-2025-04-16",
    why: "the only model with published prices, published ranges, recorded traffic and every way of serving",
    source:
      "Microsoft Learn, fine-tune-supported-models and the cost page: of no other model are all of these published",
    date: "2026-10-06",
  },
  minimumExamples: {
    value: 10,
    source: `${quotas}: a file needs at least 10 examples`,
    date: quotasDate,
  },
  fileBytes: {
    value: 512 * 1024 * 1024,
    source: `${quotas}; the service's own words: "The maximum allowed size is 512 MB"`,
    date: quotasDate,
  },
  trainingTypes: {
    value: ["Standard", "GlobalStandard", "developerTier"],
    source: 'Recorded traffic: "developerTier" answered 201; the name of Data zone (US) was not found',
    date: "2025-12-12",
  },
  graderTypes: {
    value: ["string_check", "text_similarity", "score_model", "python", "multi"],
    source: `${preparation}, and jobs seen live with a python grader`,
    date: "2026-10-07",
  },
  textSimilarityMetrics: {
    ...rules2025_05.textSimilarityMetrics,
    source: `${preparation}: the same metrics, cosine "for evaluations, not RFT"`,
    date: "2026-10-07",
  },
  stringCheckOperations: {
    ...rules2025_05.stringCheckOperations,
    source: `${preparation}: the same operations`,
    date: "2026-10-07",
  },
  pythonSourceBytes: onPythonPage(256_000, "256 kB of code"),
  pythonSeconds: onPythonPage(120, "2 minutes"),
  pythonMemoryBytes: onPythonPage(2 * 1024 ** 3, "2 GB of memory"),
  pythonDiskBytes: onPythonPage(1024 ** 3, "1 GB of disk"),
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
      'The service\'s own refusal: "Model provided for model grader is not supported. Supported models: ..." (microsoft-foundry/fine-tuning, run_records.jsonl @2a08ec4)',
    date: "2026-10-03",
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
