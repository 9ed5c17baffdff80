import { type JsonObject, type JsonValue, absent, valueAt } from "#json/json-value.js";
import { isSameList } from "./row-fields.js";

/** A value in the row that the grader reads. */
export interface RowReference {
  /** As written in the template: `item.answer.x[0]`. */
  readonly text: string;
  /** The path inside the row: `["answer", "x", 0]`. */
  readonly path: readonly (string | number)[];
  /** Whether the grader compares the answer with it, which makes it decide what the right answer is. */
  readonly compared?: boolean;
}

/** A value that determines the right answer of a row, and its path. */
interface ReferenceValue {
  path: readonly (string | number)[];
  value: JsonValue;
}

/** Finds a row's references among its fields; empty if none can be told from other data. */
export type ReadReferences = (
  fields: JsonObject,
  /** The names of the fields, if already known. */
  names?: readonly string[],
) => readonly ReferenceValue[];

/** Words in a field name that suggest a reference, and words that rule one out. */
const referenceWords = new Set(
  "answer answers reference references label labels target targets solution expected truth gold golden correct output response completion class category verdict".split(
    " ",
  ),
);
const otherWords = new Set(
  "prompt message messages question input inputs context instruction instructions id source schema".split(
    " ",
  ),
);

/** Names of fields that identify a row and say nothing about the answer. */
const idName = /^(?:.*[_-])?(?:id|ids|uuid|guid|index|idx)$|^.*[a-z]I[dD]$/;

/** True for a field that only identifies the row. */
export function isIdName(name: string): boolean {
  return idName.test(name);
}

/**
 * Creates the reader for the references of rows: whatever the grader compares answers with. For a grader that compares
 * nothing itself (a judge), or without a grader, it takes the fields whose names suggest a reference (`answer`,
 * `target`, `expected_label`), or the only field besides ids.
 */
export function createReferenceReader(references: readonly RowReference[]): ReadReferences {
  const compared = references.filter((reference) => reference.compared === true);
  const paths = compared.length > 0 ? compared : namedPaths(references);
  return references.length > 0 ? (fields) => readPaths(fields, paths) : readNamed();
}

/** Finds the references by field name. */
function readNamed(): ReadReferences {
  const known = new Map<string, NameKind>();
  const kindOf = (name: string): NameKind => {
    const kind = known.get(name) ?? judgeName(name);
    if (known.size < 256) known.set(name, kind);
    return kind;
  };
  const choose = (names: readonly string[]): readonly string[] => {
    const named = names.filter((name) => kindOf(name) === "reference");
    const others = names.filter((name) => kindOf(name) === "other");
    return named.length > 0 || others.length !== 1 ? named : others;
  };
  // Most rows have the same names as the previous row.
  let last: { names: readonly string[]; paths: readonly (readonly [string])[] } = { names: [], paths: [] };
  return (fields, names = Object.keys(fields)) => {
    if (!isSameList(names, last.names)) last = { names, paths: choose(names).map((name) => [name]) };
    const found: ReferenceValue[] = [];
    for (const path of last.paths) found.push({ path, value: fields[path[0]] ?? null });
    return found;
  };
}

type NameKind = "reference" | "id" | "other";

function judgeName(name: string): NameKind {
  if (isIdName(name)) return "id";
  const words = name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/);
  if (words.some((word) => otherWords.has(word))) return "other";
  return words.some((word) => referenceWords.has(word)) ? "reference" : "other";
}

/** Among the values a judge reads, those whose name suggests a reference; or the only one. */
function namedPaths(references: readonly RowReference[]): readonly RowReference[] {
  const fields = references.filter(({ path }) => path[0] !== "messages");
  const named = fields.filter(({ path }) => path.some((key) => judgeName(String(key)) === "reference"));
  return named.length > 0 || fields.length !== 1 ? named : fields;
}

function readPaths(fields: JsonObject, places: readonly RowReference[]): ReferenceValue[] {
  return places.flatMap(({ path }) => {
    const value = valueAt(fields, path);
    return value === absent ? [] : [{ path, value }];
  });
}
