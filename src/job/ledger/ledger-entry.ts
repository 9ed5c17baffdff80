import * as z from "zod";
import { type JsonObject, isJsonObject, parseJsonOrUndefined } from "#json/json-value.js";

const text = z.string().min(1);
const jsonObject = z.custom<JsonObject>(isJsonObject, "Invalid input: expected object");

/** The kinds of entries; each also carries `kind` and `at`. Fields added by later versions are kept. */
const kinds = {
  /** A create request is about to be sent; without a later `submitted` or `refused` its outcome is unknown. */
  submitting: z.looseObject({
    fingerprint: text,
    endpoint: text,
    model: text,
    trainingFile: text,
    validationFile: text.exactOptional(),
    suffix: z.string().exactOptional(),
    /** The service's time, which its list of jobs goes by; `at` is this machine's. */
    serviceTime: z.iso.datetime().exactOptional(),
  }),
  /** The job is at the service, just created or found there. */
  submitted: z.looseObject({ fingerprint: text, endpoint: text, jobId: text }),
  /** The service said no: nothing was created. */
  refused: z.looseObject({ fingerprint: text, endpoint: text }),
  /** We looked for the job after a create request lost its answer, and did not find it. */
  unknown: z.looseObject({ fingerprint: text, endpoint: text }),
  /** A file's content is at the service. */
  uploaded: z.looseObject({
    sha256: text,
    bytes: z.number(),
    filename: text,
    fileId: text,
    endpoint: text,
  }),
  /** A large file is being sent in parts of `partBytes`. */
  "upload-started": z.looseObject({
    uploadId: text,
    sha256: text,
    bytes: z.number(),
    partBytes: z.number(),
    endpoint: text,
    /** Unix seconds. */
    expiresAt: z.number(),
  }),
  /** One of its parts has arrived; the first is 0. */
  "upload-part": z.looseObject({ uploadId: text, part: z.number(), partId: text }),
  /** What the job file asks of a watch, as of its submit: stop rules, and prices in dollars per million tokens. */
  "watch-wishes": z.looseObject({
    jobId: text,
    pauseWhen: z.array(text),
    prices: z.record(text, z.object({ input: z.number(), output: z.number() })).exactOptional(),
  }),
  /** The state of a watched job's stop rules. */
  "rule-state": z.looseObject({ jobId: text, state: jsonObject }),
  /** A stop rule paused the job. */
  "paused-by-us": z.looseObject({ jobId: text, rule: text.exactOptional() }),
} as const;

type Kinds = typeof kinds;

/** An entry before it is written, by kind. */
export type NewEntry = { [K in keyof Kinds]: { kind: K } & z.infer<Kinds[K]> }[keyof Kinds];

/** One line of the ledger. `at` is the time it was written, ISO 8601. */
export type LedgerEntry = NewEntry & { at: string };

const anyEntry = z.looseObject({ kind: text, at: z.iso.datetime() });

function isKind(kind: string): kind is keyof Kinds {
  return Object.hasOwn(kinds, kind);
}

/** A parsed line: an entry, a kind that a later version of rft writes, or damage with its reason. */
export type LedgerLine = { entry: LedgerEntry } | { laterKind: string } | { damage: string };

export function parseLedgerLine(line: string): LedgerLine {
  const value = parseJsonOrUndefined(line);
  if (value === undefined) return { damage: "not JSON" };
  const common = anyEntry.safeParse(value);
  if (!common.success) return { damage: "no entry with kind and time" };
  const { kind } = common.data;
  if (!isKind(kind)) return { laterKind: kind };
  const parsed = kinds[kind].safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { damage: `${kind}: ${issue?.path.join(".") ?? ""} is not as it should be` };
  }
  // The boundary between the file and our types: the kind's own schema has just validated the line.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { entry: parsed.data as unknown as LedgerEntry };
}
