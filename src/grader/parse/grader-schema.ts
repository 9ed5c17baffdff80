// The mini build does not give each schema its kind's methods, which saves 3 ms at the start of check-grader.
import * as z from "zod/mini";
import { isJsonObject } from "#json/json-value.js";
import {
  type GraderConfig,
  type SubgraderConfig,
  graderTypes,
  stringCheckOperations,
  textSimilarityMetrics,
} from "#grader/config/grader-config.js";

// Strict: a key the API does not know is a mistake, and the service would not always report it. Each schema is made on
// first use: making all of them takes longer than checking a grader.

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

const common = once(() => ({
  name: z.exactOptional(z.string()),
  pass_threshold: z.exactOptional(z.number()),
}));

const contentPart = once(() =>
  z.discriminatedUnion("type", [
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
  ]),
);

const message = once(() =>
  z.strictObject({
    role: z.enum(["user", "assistant", "system", "developer"]),
    content: z.union([z.string(), contentPart(), z.array(z.union([z.string(), contentPart()]))]),
    type: z.exactOptional(z.literal("message")),
  }),
);

const samplingParams = once(() =>
  z.strictObject({
    seed: z.exactOptional(z.nullable(z.int())),
    top_p: z.exactOptional(z.nullable(z.number())),
    temperature: z.exactOptional(z.nullable(z.number())),
    max_completions_tokens: z.exactOptional(z.nullable(z.int().check(z.minimum(1)))),
    reasoning_effort: z.exactOptional(
      z.nullable(z.enum(["none", "minimal", "low", "medium", "high", "xhigh", "max"])),
    ),
  }),
);

const judge = once(() => ({
  ...common(),
  input: z.array(message()).check(z.minLength(1)),
  model: z.string().check(z.minLength(1)),
}));

/** By type, as the API defines them (see `grader/config/grader-config.ts`). */
const subgraders = {
  string_check: once(() =>
    z.strictObject({
      ...common(),
      type: z.literal("string_check"),
      input: z.string(),
      reference: z.string(),
      operation: z.enum(stringCheckOperations),
    }),
  ),
  text_similarity: once(() =>
    z.strictObject({
      ...common(),
      type: z.literal("text_similarity"),
      input: z.string(),
      reference: z.string(),
      evaluation_metric: z.enum(textSimilarityMetrics),
    }),
  ),
  score_model: once(() =>
    z.strictObject({
      ...judge(),
      type: z.literal("score_model"),
      range: z.exactOptional(z.tuple([z.number(), z.number()])),
      sampling_params: z.exactOptional(samplingParams()),
    }),
  ),
  python: once(() =>
    z.strictObject({
      ...common(),
      type: z.literal("python"),
      source: z.string(),
      image_tag: z.exactOptional(z.string()),
    }),
  ),
  label_model: once(() =>
    z.strictObject({
      ...judge(),
      type: z.literal("label_model"),
      labels: z.array(z.string()).check(z.minLength(1)),
      passing_labels: z.array(z.string()),
    }),
  ),
} as const;

/** The schemas of the graders allowed inside a multi grader, each with its own `type`. */
const everySubgrader = once(
  () =>
    [
      subgraders.string_check(),
      subgraders.text_similarity(),
      subgraders.score_model(),
      subgraders.python(),
      subgraders.label_model(),
    ] as const,
);

/** A grader allowed inside a multi grader. */
const subgrader = once((): z.ZodMiniType<SubgraderConfig> => z.discriminatedUnion("type", everySubgrader()));

function multi(part: z.ZodMiniType<SubgraderConfig>) {
  return z.strictObject({
    ...common(),
    type: z.literal("multi"),
    graders: z.record(z.string(), part),
    calculate_output: z.string(),
    invalid_grade: z.exactOptional(z.number()),
  });
}

/** Most multi graders hold comparisons only. */
const comparison = once((): z.ZodMiniType<SubgraderConfig> =>
  z.discriminatedUnion("type", [subgraders.string_check(), subgraders.text_similarity()]),
);

const anyGrader = once((): z.ZodMiniType<GraderConfig> =>
  z.discriminatedUnion("type", [...everySubgrader(), multi(subgrader())]),
);

/**
 * The schema of a grader's shape, keys and types only; what the service accepts is up to the rule set. A value of a
 * known type gets that type's own schema.
 */
export function graderSchemaFor(value: unknown): z.ZodMiniType<GraderConfig> {
  if (!isJsonObject(value)) return anyGrader();
  const type = graderTypes.find((name) => name === value["type"]);
  if (type === undefined) return anyGrader();
  if (type !== "multi") return subgraders[type]();
  return multi(hasComparisonsOnly(value["graders"]) ? comparison() : subgrader());
}

function hasComparisonsOnly(graders: unknown): boolean {
  return (
    isJsonObject(graders) &&
    Object.values(graders).every(
      (part) => isJsonObject(part) && (part["type"] === "string_check" || part["type"] === "text_similarity"),
    )
  );
}

/** The keys allowed in a grader of a type, or in one of the objects inside a grader. */
export function knownKeys(kind: GraderConfig["type"] | "sampling_params" | "message"): string[] {
  switch (kind) {
    case "sampling_params":
      return Object.keys(samplingParams().shape);
    case "message":
      return Object.keys(message().shape);
    case "multi":
      return Object.keys(multi(subgrader()).shape);
    case "string_check":
    case "text_similarity":
    case "score_model":
    case "python":
    case "label_model":
      return Object.keys(subgraders[kind]().shape);
  }
}
