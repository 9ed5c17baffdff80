import * as z from "zod";
import { type JsonObject, isJsonObject, parseJsonOrUndefined } from "#json/json-value.js";

const text = z.string().min(1);
const jsonObject = z.custom<JsonObject>(isJsonObject, "Invalid input: expected object");

/** The kinds of entries; each also carries `kind` and `at`. Fields that a later version adds are kept. */
const kinds = {
  /** A create request is about to be sent; without a later `submitted` or `refused` its outcome is not known. */
  submitting: z.looseObject({
    fingerprint: text,
    endpoint: text,
    model: text,
    trainingFile: text,
    validationFile: text.exactOptional(),
    suffix: z.string().exactOptional(),
  }),
  /** The job stands at the service, created now or found there. */
  submitted: z.looseObject({ fingerprint: text, endpoint: text, jobId: text }),
  /** The service said no: nothing was created. */
  refused: z.looseObject({ fingerprint: text, endpoint: text }),
  /** It was looked for and not found after a create request whose answer was lost. */
  unknown: z.looseObject({ fingerprint: text, endpoint: text }),
  /** A file's content stands at the service. */
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
  /** What the job file wished of a watch when the job was submitted: stop rules, and prices in dollars a million tokens. */
  "watch-wishes": z.looseObject({
    jobId: text,
    pauseWhen: z.array(text),
    prices: z.record(text, z.object({ input: z.number(), output: z.number() })).exactOptional(),
  }),
  /** Where the stop rules of a watched job stand. */
  "rule-state": z.looseObject({ jobId: text, state: jsonObject }),
  /** A stop rule paused the job. */
  "paused-by-us": z.looseObject({ jobId: text, rule: text.exactOptional() }),
} as const;

type Kinds = typeof kinds;

/** What is known of an entry before it is written, by its kind. */
export type NewEntry = { [K in keyof Kinds]: { kind: K } & z.infer<Kinds[K]> }[keyof Kinds];

/** One line of the ledger. `at` is the time it was written, ISO 8601. */
export type LedgerEntry = NewEntry & { at: string };

const anyEntry = z.looseObject({ kind: text, at: z.iso.datetime() });

function isKind(kind: string): kind is keyof Kinds {
  return Object.hasOwn(kinds, kind);
}

/** One line read: an entry, one of a kind that a later version of rft writes, or damage with its reason. */
export type LedgerLine = { entry: LedgerEntry } | { laterKind: string } | { damage: string };

/** Reads a line of the ledger. */
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
  // The edge between the file and our types: the kind's own schema has just been held against the line.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { entry: parsed.data as unknown as LedgerEntry };
}
