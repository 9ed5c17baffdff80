import type { JsonValue } from "#json/json-value.js";
import { type Row, pick } from "./row.js";
import { type Fingerprint, fingerprint } from "./value-fingerprint.js";
import { messagesOf } from "./message.js";
import type { ReadReferences } from "./references.js";

/** Hashes of the parts of a row; equal parts have equal hashes. Taken once for all that compare or count rows. */
export interface RowPrints {
  /** Of the messages; 0 if there are none. */
  readonly prompt: number;
  /** Of everything but the messages. */
  readonly rest: number;
  /** Of the references in order; undefined if there are none. */
  readonly reference: number | undefined;
  /** See `Fingerprint`; covers the messages, if they are a list, and everything else. */
  readonly hasLongRun: boolean;
}

/** @param read how to find the row's references */
export function takePrints(row: Row, read: ReadReferences): RowPrints {
  const { fields, shape } = row;
  const prompt = printPrompt(row);
  const rest = fingerprint(shape.request.length > 0 ? [fields, pick(row.item, shape.request)] : fields);
  const references: JsonValue[] = [];
  for (const { value } of read(fields, shape.fields)) references.push(value);
  return {
    prompt: prompt.hash,
    rest: rest.hash,
    reference: references.length > 0 ? fingerprint(references).hash : undefined,
    hasLongRun: prompt.hasLongRun || rest.hasLongRun,
  };
}

const noPrompt: Fingerprint = { hash: 0, size: 0, hasLongRun: false };

/** The fingerprint of a row's messages, with hash 0 if there are none. */
export function printPrompt({ raw, isBytes }: Row): Fingerprint {
  const messages = messagesOf(raw);
  return messages.length === 0 ? noPrompt : fingerprint(messages, isBytes ? "bytes" : "text");
}
