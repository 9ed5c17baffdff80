import { createHash } from "node:crypto";
import { isJsonObject } from "#json/json-value.js";
import type { EvalOutputItem } from "#service/api.js";

/** A row's fields, each with a hash of its value. */
export type ItemPrint = ReadonlyMap<string, string>;

/**
 * Fields of an item that belong to an output, not to its row: `trace` of agentic jobs (seen in seven runs of Microsoft's
 * Zava demo, 2026), and the answer that the service puts beside the row, as `sample` or flat as `sample.output_text`.
 */
export function isOfOutput(field: string): boolean {
  return field === "trace" || field === "sample" || field.startsWith("sample.");
}

/** For JSON.stringify: the keys of an object in one order, whatever order the service wrote them in. */
function inOneOrder(_key: string, value: unknown): unknown {
  return isJsonObject(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;
}

function hash(value: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify(value, inOneOrder) ?? "")
    .digest("base64url")
    .slice(0, 16);
}

/**
 * What tells an item's row. It is not published whether `datasource_item_id` counts rows or outputs; we use it only if
 * the item itself is missing.
 */
export function printItem({ datasource_item: item, datasource_item_id: id }: EvalOutputItem): ItemPrint {
  if (item === undefined) return new Map([["id", String(id ?? "")]]);
  return new Map(
    Object.entries(item).flatMap(([field, value]) =>
      isOfOutput(field) ? [] : [[field, hash(value)] as const],
    ),
  );
}

/** A field's values in each run. */
function valuesOf(field: string, runs: readonly (readonly ItemPrint[])[]): Set<string>[] {
  return runs.map((prints) => new Set(prints.flatMap((print) => print.get(field) ?? [])));
}

/** True if no value of the field recurs: not in another run, or within the only one, where prompts do recur. */
function neverRecurs(field: string, runs: readonly (readonly ItemPrint[])[], prompts: number): boolean {
  const values = valuesOf(field, runs).filter(({ size }) => size > 0);
  const [only] = values;
  if (values.length > 1) {
    const all = values.reduce((sum, { size }) => sum + size, 0);
    const together = new Set<string>();
    for (const one of values) for (const value of one) together.add(value);
    return together.size === all;
  }
  const outputs = Math.max(...runs.map(({ length }) => length));
  return only?.size === outputs && prompts > 0 && prompts < outputs;
}

/**
 * A key for the row of each output, the same in all runs (of one evaluation): the fields that the outputs of a row share.
 * A field whose values never recur (a trace, a conversation's id, a time) tells outputs apart, not rows, and is left out;
 * if no field recurs, all count.
 */
export function rowKeys(runs: readonly (readonly ItemPrint[])[]): string[][] {
  const fields = new Set<string>();
  for (const prints of runs) for (const print of prints) for (const field of print.keys()) fields.add(field);
  const filled = runs.filter(({ length }) => length > 0);
  const [prompts = new Set()] = valuesOf("messages", filled);
  const shared = [...fields].filter((field) => !neverRecurs(field, filled, prompts.size));
  const telling = shared.length > 0 ? shared : [...fields];
  const numbers = new Map<string, string>();
  const keyOf = (print: ItemPrint) => {
    const text = telling.map((field) => `${field} ${print.get(field) ?? ""}`).join("\n");
    const known = numbers.get(text) ?? `row ${numbers.size + 1}`;
    numbers.set(text, known);
    return known;
  };
  return runs.map((prints) => prints.map(keyOf));
}
