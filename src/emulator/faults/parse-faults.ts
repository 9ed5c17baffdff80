import * as z from "zod";
import type { FileSchema } from "#document/schema-faults.js";
import { RftError } from "#errors.js";
import { parseJson } from "#json/json-value.js";
import type { Fault, FaultRule } from "./fault-rule.js";

const status = z.int().min(400).max(599);

const answer = {
  status,
  /** `error.code` of the body; the status by default. */
  code: z.string().optional(),
  /** `error.message` of the body. */
  message: z.string().optional(),
  /** Seconds of the `Retry-After` header. */
  retry_after: z.number().min(0).optional(),
  /** Milliseconds of the `retry-after-ms` header. */
  retry_after_ms: z.number().min(0).optional(),
};

const faultSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("latency"), seconds: z.number().min(0).default(1) }),
  z.strictObject({ kind: z.literal("status"), ...answer }),
  z.strictObject({ kind: z.literal("effect-then-status"), ...answer }),
  z.strictObject({ kind: z.literal("reset") }),
  z.strictObject({ kind: z.literal("effect-then-reset") }),
  z.strictObject({ kind: z.literal("half-body") }),
  z.strictObject({ kind: z.literal("html"), status: z.int().min(200).max(599).default(200) }),
  z.strictObject({ kind: z.literal("content-type"), type: z.string().default("text/plain") }),
  z.strictObject({ kind: z.literal("duplicate") }),
  z.strictObject({ kind: z.literal("reorder") }),
  z.strictObject({ kind: z.literal("expired-token") }),
  z.strictObject({ kind: z.literal("silence"), seconds: z.number().min(0).default(3600) }),
]);

const faultKinds = faultSchema.options.map((option) => option.shape.kind.value);

const knownForms = `one of ${faultKinds.join(", ")}, or a status such as 503 or effect-then-500`;

/** Expands a short form: `503`, `effect-then-500`, `reset`. */
function spelledOut(written: unknown): unknown {
  if (typeof written === "number" || typeof written === "string") {
    const [, effect, digits] = /^(effect-then-)?(\d{3})$/.exec(String(written)) ?? [];
    if (digits === undefined) return { kind: written };
    return { kind: effect === undefined ? "status" : "effect-then-status", status: Number(digits) };
  }
  return written;
}

/** Reads a fault in any of its forms; for an unknown one, the message lists all kinds. */
function readFault(written: unknown, context: z.core.$RefinementCtx): Fault {
  const parsed = faultSchema.safeParse(spelledOut(written));
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    const { path } = issue;
    if (issue.code === "unrecognized_keys")
      context.issues.push({ code: issue.code, keys: issue.keys, input: {}, path });
    else if (issue.code === "invalid_union")
      context.addIssue({ code: "custom", message: knownForms, path: [] });
    else context.addIssue({ code: "custom", message: issue.message, path });
  }
  return z.NEVER;
}

const count = z.int().min(1);

const ruleSchema = z.strictObject({
  /** Method and path below `/openai` or `/openai/v1`: `POST /fine_tuning/jobs`, `/files/*`. */
  request: z
    .string()
    .regex(/^(?:[A-Z]+ )?\/\S*$/, "a path, after a method where one is meant: POST /fine_tuning/jobs")
    .optional(),
  nth: z.union([count, z.array(count).nonempty()]).optional(),
  after: z.int().min(0).optional(),
  every: count.optional(),
  times: count.optional(),
  seconds: z.number().positive().optional(),
  fault: z.unknown().transform(readFault),
});

const faultsSchema = z.strictObject({ faults: z.array(ruleSchema) });

/** A fault file: YAML or JSON with the single key `faults`, a list of rules. */
export const faultsFile: FileSchema<{ faults: ParsedRule[] }> = {
  schema: faultsSchema,
  name: "the file of faults",
  start: "docs/emulator-faults.md shows one.",
  guide: "docs/emulator-faults.md says what stands where.",
  either: "a number or a list of numbers",
};

/** A rule with its fault expanded. */
export type ParsedRule = Omit<FaultRule, "fault"> & { fault: Fault };

/**
 * Validates the rules that a program passes in.
 * @throws RftError `configuration` where one is invalid
 */
export function parseFaultRules(rules: readonly FaultRule[]): ParsedRule[] {
  const parsed = faultsSchema.safeParse({ faults: rules });
  if (parsed.success) return parsed.data.faults;
  const [issue] = parsed.error.issues;
  throw new RftError("configuration", `${issue?.path.join(".") ?? "faults"}: ${issue?.message ?? "wrong"}`, {
    hint: `Kinds of faults: ${faultKinds.join(", ")}; or a status from 400 to 599.`,
  });
}

/** The fault that a request orders in its own header: a short form or JSON; undefined where it is neither. */
export function parseFaultHeader(text: string): Fault | undefined {
  let written: unknown = text;
  try {
    if (text.startsWith("{")) written = parseJson(text);
  } catch {
    return undefined;
  }
  return faultSchema.safeParse(spelledOut(written)).data;
}
