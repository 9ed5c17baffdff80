import * as z from "zod";
import type { JsonObject } from "#json/json-value.js";
import type {
  Checkpoint,
  EvalOutputItem,
  EvalRun,
  FileDeletion,
  GraderRun,
  Job,
  JobEvent,
  Page,
  ServiceFile,
  Upload,
} from "#service/api.js";

// Azure omits null fields, an SDK's dump writes them: both read as absent.
function nullAsAbsent(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== null));
}

function answer<T>(shape: z.ZodType): z.ZodType<T> {
  // The one place where wire data gets our types: the shape checks what the type promises, the rest is kept as it came.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return z.preprocess(nullAsAbsent, shape) as unknown as z.ZodType<T>;
}

const id = z.string().min(1);
// A malformed field reads as absent: a field is required only where no command can do without it.
const number = z.number().optional().catch(undefined);
const text = z.string().optional().catch(undefined);

/** A job; only id and status are ever required. */
export const jobAnswer = answer<Job>(
  z.looseObject({
    id,
    status: id,
    model: text,
    created_at: number,
    finished_at: number,
    estimated_finish: number,
    fine_tuned_model: text,
    training_file: text,
    validation_file: text,
    result_files: z.array(z.string()).optional().catch(undefined),
    trained_tokens: number,
    suffix: text,
    seed: number,
    eval: text,
    metadata: z.record(z.string(), z.string()).optional().catch(undefined),
    method: z.record(z.string(), z.json()).optional().catch(undefined),
    error: z
      .looseObject({ code: text.or(z.null()), message: text.or(z.null()) })
      .optional()
      .catch(undefined),
  }),
);

/** A file. */
export const fileAnswer = answer<ServiceFile>(
  z.looseObject({
    id,
    status: text,
    bytes: number,
    filename: text,
    purpose: text,
    created_at: number,
    status_details: text,
  }),
);

const eventAnswer = answer<JobEvent>(
  z.looseObject({
    id,
    created_at: z.number().catch(0),
    level: z.string().catch("info"),
    message: z.string().catch(""),
    type: text,
    data: z.record(z.string(), z.json()).optional().catch(undefined),
  }),
);

const checkpointAnswer = answer<Checkpoint>(
  z.looseObject({
    id,
    created_at: number,
    step_number: number,
    fine_tuned_model_checkpoint: text,
    metrics: z.record(z.string(), z.number()).optional().catch(undefined),
  }),
);

function page<T>(entry: z.ZodType<T>): z.ZodType<Page<T>> {
  return z
    .looseObject({ data: z.array(entry), has_more: z.boolean().catch(false) })
    .transform(({ data, has_more: hasMore }) => ({ data, hasMore }));
}

/** A file being sent in parts. */
export const uploadAnswer = answer<Upload>(
  z.looseObject({ id, status: text, expires_at: number, file: fileAnswer.optional() }),
);

/** The id of an upload's part. */
export const uploadPartAnswer: z.ZodType<string> = z.looseObject({ id }).transform((part) => part.id);

/** A page of jobs. */
export const jobPageAnswer = page(jobAnswer);

/** A page of files. */
export const filePageAnswer = page(fileAnswer);

/** A deleted file; an answer without `deleted` counts as deleted. */
export const deletionAnswer = answer<FileDeletion>(z.looseObject({ id, deleted: z.boolean().catch(true) }));

/** A page of events. */
export const eventPageAnswer = page(eventAnswer);

/** A page of checkpoints. */
export const checkpointPageAnswer = page(checkpointAnswer);

/** A grader as the service has parsed it. */
export const validatedGraderAnswer: z.ZodType<JsonObject> = z
  .looseObject({ grader: z.record(z.string(), z.json()) })
  .transform(({ grader }) => grader);

/** A grader's run; nulls inside `metadata` are kept, because they are part of it. */
export const graderRunAnswer = answer<GraderRun>(
  z.looseObject({
    reward: z.number(),
    metadata: z.record(z.string(), z.json()).optional().catch(undefined),
    sub_rewards: z.record(z.string(), z.json()).optional(),
  }),
);

const serviceError = z.looseObject({ code: text.or(z.null()), message: text.or(z.null()) });

/** A page of an evaluation's runs. */
export const evalRunPageAnswer = page(
  answer<EvalRun>(
    z.looseObject({
      id,
      status: z.string().catch("unknown"),
      name: text,
      created_at: number,
      result_counts: z
        .looseObject({ total: number, errored: number, failed: number, passed: number })
        .optional()
        .catch(undefined),
      error: serviceError.optional().catch(undefined),
    }),
  ),
);

const jsonObject = z.record(z.string(), z.json());
const optionalObject = jsonObject.optional().catch(undefined);
const messages = z.array(jsonObject).optional().catch(undefined);

const evalResult = z.preprocess(
  nullAsAbsent,
  z.looseObject({
    name: text,
    score: number,
    passed: z.boolean().optional().catch(undefined),
    sample: optionalObject,
  }),
);

/** One output of a run. */
export const evalOutputItemAnswer = answer<EvalOutputItem>(
  z.looseObject({
    id,
    status: text,
    datasource_item_id: number,
    datasource_item: optionalObject,
    results: z.array(evalResult).catch([]),
    sample: z
      .preprocess(nullAsAbsent, z.looseObject({ input: messages, output: messages, error: optionalObject }))
      .optional()
      .catch(undefined),
  }),
);

/** A page of a run's outputs. */
export const evalOutputPageAnswer = page(evalOutputItemAnswer);
