import { fileQuota } from "./service-facts.js";
import { prices } from "./prices.js";
import type { Rule, RuleSet } from "./rule-set.js";
import { autoValues, queueHours, runAnchors } from "./run-anchors.js";

const page = "Microsoft Learn, 'Reinforcement fine-tuning (RFT) with Azure OpenAI o4-mini (Preview)'";

/** A rule of the page of May 2025 in our own words, where the page has a list or a code block. */
function listed<T>(value: T, where: string): Rule<T> {
  return { value, source: `${page}, ${where}`, date: "2025-05-11" };
}

/** A rule of the page of May 2025, quoted. */
function stated<T>(value: T, quote: string): Rule<T> {
  return { value, source: `${page}: "${quote}"`, date: "2025-05-11" };
}

/** By these people ask for o4-mini; an official lab was titled "RFT on gpt-4o-mini" (Azure/LLM-Fine-Tuning-Azure#54). */
export const o4MiniMistaken: readonly string[] = ["gpt-4o-mini", "4o-mini", "gpt-o4-mini", "gpt-4-mini"];

/** The service as Microsoft's page of May 2025 describes it. */
export const rules2025_05: RuleSet = {
  name: "2025-05",
  trainingExamples: stated(50_000, "Training files may contain a maximum of 50,000 examples"),
  validationExamples: stated(1_000, "test datasets may include up to 1,000 examples"),
  minimumExamples: {
    value: 10,
    source: "Microsoft Learn, fine-tuning REST reference: a file needs at least 10 examples",
    date: "2025-05-11",
  },
  advisedExamples: stated(
    100,
    "Aim for a few hundred examples initially and consider scaling up to around 1,000",
  ),
  fileBytes: {
    value: 512 * 1024 * 1024,
    source:
      'Microsoft Learn, Azure OpenAI quotas; the service\'s own words: "The maximum allowed size is 512 MB"',
    date: "2025-05-11",
  },
  reliableFileBytes: {
    value: 150 * 1024 * 1024,
    source: "microsoft/azure-skills, large-file-uploads.md: uploads above about 150 MB fail without a word",
    date: "2026-08-21",
  },
  messageRoles: {
    value: ["developer", "user", "assistant", "tool"],
    source: `${page}: "System messages aren't supported"; developer stands in Microsoft's own examples`,
    date: "2025-05-11",
  },
  models: {
    value: [
      {
        name: "o4-mini-2025-04-16",
        aliases: ["o4-mini"],
        isSeen: true,
        mistakenNames: o4MiniMistaken,
        contextTokens: 200_000,
        outputTokens: 100_000,
        canPause: true,
        trainingTypes: ["Standard", "GlobalStandard"],
      },
    ],
    source: `${page}: "only o4-mini supports RFT"; context and output tokens by OpenAI's page of the model, as of 2026`,
    date: "2025-05-11",
  },
  defaultModel: {
    ...stated("o4-mini-2025-04-16", "only o4-mini supports RFT"),
    why: "the only model that the page of May 2025 names",
  },
  trainingTypes: stated(
    ["Standard", "GlobalStandard"],
    "we support standard and global standard deployments",
  ),
  defaultTrainingType: {
    value: "Standard",
    source: "Recorded traffic: a job created without a training type comes back as Standard",
    date: "2025-12-12",
  },
  misnamedTrainingTypes: {
    value: { Developer: "developerTier" },
    source: 'Recorded traffic: "Developer" is answered 400 "The fineTuningJob field is required."',
    date: "2025-12-12",
  },
  graderTypes: stated(
    ["string_check", "text_similarity", "score_model", "multi"],
    "We support three types of graders: String check, Text similarity, Model graders. There's also an option on Multi-graders",
  ),
  subgraderTypes: stated(
    ["string_check", "text_similarity"],
    "`Multi` grader is supported only with `text_Similarity` and `string_check`",
  ),
  graderModels: listed(["gpt-4o-2024-08-06", "o3-mini-2025-01-31"], "section 'Score Model'"),
  textSimilarityMetrics: listed(
    [
      "fuzzy_match",
      "bleu",
      "gleu",
      "meteor",
      "rouge_1",
      "rouge_2",
      "rouge_3",
      "rouge_4",
      "rouge_5",
      "rouge_l",
    ],
    "section 'Text similarity', specification",
  ),
  stringCheckOperations: stated(["eq", "ne", "like", "ilike"], '"operation": "eq" | "ne" | "like" | "ilike"'),
  pythonSourceBytes: {
    value: 256_000,
    source: 'OpenAI graders guide: "Your uploaded code must be less than 256kB"',
    date: "2025-05-20",
  },
  pythonSeconds: {
    value: 120,
    source: 'OpenAI graders guide: "limited to 2 minutes"',
    date: "2025-05-20",
  },
  pythonMemoryBytes: {
    value: 2 * 1024 ** 3,
    source: 'OpenAI graders guide: "2Gb of memory and 1Gb of disk"',
    date: "2025-05-20",
  },
  pythonDiskBytes: {
    value: 1024 ** 3,
    source: 'OpenAI graders guide: "2Gb of memory and 1Gb of disk"',
    date: "2025-05-20",
  },
  hyperparameters: listed(
    {
      n_epochs: { allowed: { min: 1, max: 50 }, integer: true },
      batch_size: { allowed: { min: 1, max: 256 }, integer: true },
      learning_rate_multiplier: { allowed: { min: Number.MIN_VALUE, max: Number.MAX_VALUE }, integer: false },
      eval_samples: {
        documented: { min: 1, max: 10 },
        allowed: { min: 1, max: Number.MAX_SAFE_INTEGER },
        integer: true,
      },
      eval_interval: {
        documented: { min: 1, max: 25 },
        allowed: { min: 1, max: Number.MAX_SAFE_INTEGER },
        integer: true,
      },
      compute_multiplier: {
        documented: { min: 0.5, max: 3 },
        allowed: { min: 0.00001, max: 10 },
        integer: false,
      },
    },
    "section 'Hyperparameter selection'; allowed ranges: OpenAI OpenAPI 2.3.0",
  ),
  reasoningEfforts: listed(["low", "medium", "high"], "section 'Hyperparameter selection'"),
  suffixLength: {
    value: 40,
    source: "Azure OpenAI authoring specification 2025-04-01-preview, FineTuningJob.suffix",
    date: "2025-04-01",
  },
  metadata: {
    value: { pairs: 16, keyLength: 64, valueLength: 512 },
    source: 'OpenAI OpenAPI 2.3.0, Metadata: "Set of 16 key-value pairs"',
    date: "2025-05-11",
  },
  uploads: {
    value: { partBytes: 64 * 1024 * 1024, seconds: 7200 },
    source:
      'Azure OpenAI authoring specification 2025-04-01-preview, /uploads: "will expire two hours after being created"; 64 MB a part: OpenAI OpenAPI 2.3.0',
    date: "2025-04-01",
  },
  fileQuota,
  baselineFailures: {
    value: { min: 0.25, max: 0.5 },
    source: "microsoft/azure-skills, grader calibration: 25-50% of the base model's answers must fail",
    date: "2026-08-21",
  },
  spendingPause: stated(
    5_000,
    "we automatically pause jobs once they have hit $5K in total training costs (training + grading)",
  ),
  ...prices,
  runAnchors,
  queueHours,
  autoValues,
};
