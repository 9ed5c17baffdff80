import { type JsonObject, type JsonValue, absent, valueAt } from "#json/json-value.js";
import { isSameList } from "./row-shape.js";

/** A value of the row that the grader reads. */
export interface RowReference {
  /** As the template writes it: `item.answer.x[0]`. */
  readonly text: string;
  /** The way inside the row: `["answer", "x", 0]`. */
  readonly path: readonly (string | number)[];
  /** Whether the grader compares the answer with it, so that it decides what the right answer is. */
  readonly compared?: boolean;
}

/** A value that says what the right answer of a row is, and its path in the row. */
interface ReferenceValue {
  path: readonly (string | number)[];
  value: JsonValue;
}

/** Finds the references of a row among its fields; empty where none can be told from other data. */
export type ReadReferences = (
  fields: JsonObject,
  /** The names of the fields, where they are at hand. */
  names?: readonly string[],
) => readonly ReferenceValue[];

/** Words of a field's name that speak for a reference, and words that speak against one. */
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

/** Names of fields that tell rows apart and say nothing about the answer. */
const idName = /^(?:.*[_-])?(?:id|ids|uuid|guid|index|idx)$|^.*[a-z]I[dD]$/;

/** True for a field that only names the row. */
export function isIdName(name: string): boolean {
  return idName.test(name);
}

/**
 * How to find the references of rows: what the grader compares answers with; of a grader that compares nothing itself
 * (a judge), and without a grader, the fields whose names say so (`answer`, `target`, `expected_label`), or the only
 * field beside ids.
 */
export function createReferenceReader(references: readonly RowReference[]): ReadReferences {
  const compared = references.filter((reference) => reference.compared === true);
  const paths = compared.length > 0 ? compared : namedPaths(references);
  return references.length > 0 ? (fields) => readPaths(fields, paths) : readNamed();
}

/** Finds the references by the names of fields. */
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
  // Most rows have the names of the row before.
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

/** Of what a judge reads, the places that a name speaks for; or the only one. */
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
