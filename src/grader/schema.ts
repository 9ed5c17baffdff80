import * as z from "zod";
import {
  type GraderConfig,
  type SubgraderConfig,
  stringCheckOperations,
  textSimilarityMetrics,
} from "./config.js";

// Strict: a key the API does not know is a mistake, and the service would not always say so.

const common = { name: z.exactOptional(z.string()), pass_threshold: z.exactOptional(z.number()) };

const contentPart = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("input_text"), text: z.string() }),
  z.strictObject({ type: z.literal("output_text"), text: z.string() }),
  z.strictObject({
    type: z.literal("input_image"),
    image_url: z.string(),
    detail: z.exactOptional(z.string()),
  }),
  z.strictObject({
    type: z.literal("input_audio"),
    input_audio: z.strictObject({ data: z.string(), format: z.string() }),
  }),
]);

const judgeMessage = z.strictObject({
  role: z.enum(["user", "assistant", "system", "developer"]),
  content: z.union([z.string(), contentPart, z.array(z.union([z.string(), contentPart]))]),
  type: z.exactOptional(z.literal("message")),
});

const samplingParams = z.strictObject({
  seed: z.exactOptional(z.int().nullable()),
  top_p: z.exactOptional(z.number().nullable()),
  temperature: z.exactOptional(z.number().nullable()),
  max_completions_tokens: z.exactOptional(z.int().min(1).nullable()),
  reasoning_effort: z.exactOptional(
    z.enum(["none", "minimal", "low", "medium", "high", "xhigh", "max"]).nullable(),
  ),
});

const stringCheck = z.strictObject({
  ...common,
  type: z.literal("string_check"),
  input: z.string(),
  reference: z.string(),
  operation: z.enum(stringCheckOperations),
});

const textSimilarity = z.strictObject({
  ...common,
  type: z.literal("text_similarity"),
  input: z.string(),
  reference: z.string(),
  evaluation_metric: z.enum(textSimilarityMetrics),
});

const judge = { ...common, input: z.array(judgeMessage).min(1), model: z.string().min(1) };

const scoreModel = z.strictObject({
  ...judge,
  type: z.literal("score_model"),
  range: z.exactOptional(z.tuple([z.number(), z.number()])),
  sampling_params: z.exactOptional(samplingParams),
});

const python = z.strictObject({
  ...common,
  type: z.literal("python"),
  source: z.string(),
  image_tag: z.exactOptional(z.string()),
});

const labelModel = z.strictObject({
  ...judge,
  type: z.literal("label_model"),
  labels: z.array(z.string()).min(1),
  passing_labels: z.array(z.string()),
});

const subgraders = [stringCheck, textSimilarity, scoreModel, python, labelModel] as const;

/** A grader that may stand inside a multi grader. */
export const subgraderSchema = z.discriminatedUnion("type", subgraders) satisfies z.ZodType<SubgraderConfig>;

const multi = z.strictObject({
  ...common,
  type: z.literal("multi"),
  graders: z.record(z.string(), subgraderSchema),
  calculate_output: z.string(),
  invalid_grade: z.exactOptional(z.number()),
});

/** A grader configuration's shape: keys and types only; what the service allows of it is a matter of the rule set. */
export const graderSchema = z.discriminatedUnion("type", [
  ...subgraders,
  multi,
]) satisfies z.ZodType<GraderConfig>;

/** The keys that an object of each kind may have, by grader type and for the objects inside a grader. */
export const knownKeys = {
  string_check: Object.keys(stringCheck.shape),
  text_similarity: Object.keys(textSimilarity.shape),
  score_model: Object.keys(scoreModel.shape),
  python: Object.keys(python.shape),
  label_model: Object.keys(labelModel.shape),
  multi: Object.keys(multi.shape),
  sampling_params: Object.keys(samplingParams.shape),
  message: Object.keys(judgeMessage.shape),
} as const;
