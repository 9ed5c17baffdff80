import type { Severity } from "#finding.js";
import { type JsonObject, isJsonObject, jsonPointer, parseJson } from "#json/json-value.js";
import type { FindingDraft, FindingList } from "#dataset/row/finding-list.js";
import { foldText } from "./fold-text.js";
import { createHashTable } from "./hash-table.js";
import { isField } from "#dataset/row/row-fields.js";
import { messageTexts } from "#dataset/row/message.js";
import { type ReadReferences } from "#dataset/row/references.js";
import { type RowIndex, referenceOf } from "./row-index.js";
import { isSameJson } from "#json/same-json.js";
import { type DataFile, readBytes } from "#dataset/read/source.js";

/** A file whose rows have been read and indexed. */
export interface IndexedFile {
  readonly file: DataFile;
  readonly index: RowIndex;
  readonly list: FindingList;
}

/** A row of an indexed file. */
interface Place {
  of: IndexedFile;
  row: number;
}

export interface CompareOptions {
  readonly read: ReadReferences;
  /** Matches listed per code and file, each confirmed by reading both rows. */
  readonly maxFindings: number;
}

/** Reports duplicate rows of a file, and rows with the same prompt but different references. */
export function compareWithin(of: IndexedFile, options: CompareOptions): void {
  const { index, list } = of;
  const sum = (row: number) => (index.at(row, "prompt") + index.at(row, "rest")) % Number.MAX_SAFE_INTEGER;
  const isSame = (a: number, b: number, column: "prompt" | "rest" | "reference") =>
    index.at(a, column) === index.at(b, column);
  const rows = createHashTable(index.size(), sum, (a, b) => isSame(a, b, "prompt") && isSame(a, b, "rest"));
  const prompts = createHashTable(
    index.size(),
    (row) => index.at(row, "prompt"),
    (a, b) => isSame(a, b, "prompt"),
  );
  const duplicates = reportConfirmed(list, options, isSameJson);
  const conflicts = reportConfirmed(list, options, (a, b) => isConflict(a, b, options.read));
  for (let row = 0; row < index.size(); row++) {
    const asked = index.at(row, "prompt") === 0 ? undefined : prompts.findOrAdd(row);
    if (asked === undefined) continue;
    // Only rows with equal prompts can be duplicates, so the table needs no others.
    rows.findOrAdd(asked);
    const twin = rows.findOrAdd(row);
    if (twin !== undefined) {
      duplicates({ of, row }, { of, row: twin }, describeDuplicate);
    } else if (!isSame(row, asked, "reference")) {
      conflicts({ of, row }, { of, row: asked }, describeConflict);
    }
  }
}

/** Reports validation prompts that also appear in training files, exactly or ignoring case and white space. */
export function compareAcross(files: readonly IndexedFile[], options: CompareOptions): void {
  const training = files.filter(({ file }) => file.role === "training");
  for (const of of files.filter(({ file }) => file.role === "validation")) {
    const leaks = reportConfirmed(of.list, options, isSamePrompt);
    const foldedLeaks = reportConfirmed(of.list, options, isFoldedPrompt);
    const exact = findInTraining(of, training, "prompt");
    const folded = findInTraining(of, training, "folded");
    for (let row = 0; row < of.index.size(); row++) {
      const [same, alike] = [exact.get(of.index.at(row, "prompt")), folded.get(of.index.at(row, "folded"))];
      if (same) leaks({ of, row }, same, describeExactLeak);
      else if (alike) foldedLeaks({ of, row }, alike, describeFoldedLeak);
    }
  }
}

/** The first training row for each hash that a validation file shares with training. */
function findInTraining(
  { index }: IndexedFile,
  training: readonly IndexedFile[],
  column: "prompt" | "folded",
): Map<number, Place> {
  const wanted = new Set<number>();
  for (let row = 0; row < index.size(); row++) wanted.add(index.at(row, column));
  wanted.delete(0);
  const found = new Map<number, Place>();
  for (const of of training) {
    for (let row = 0; row < of.index.size(); row++) {
      const hash = of.index.at(row, column);
      if (wanted.has(hash) && !found.has(hash)) found.set(hash, { of, row });
    }
  }
  return found;
}

type Describe = (found: Place, before: Place) => Omit<FindingDraft, "line">;

/**
 * Reports matches of two rows. Listed ones are confirmed by reading both rows; the others are only counted, and one in
 * 10^11 of them may be two rows whose hashes collide.
 */
function reportConfirmed(
  list: FindingList,
  { maxFindings }: CompareOptions,
  isMatch: (found: JsonObject, before: JsonObject) => boolean,
): (found: Place, before: Place, describe: Describe) => void {
  let listed = 0;
  return (found, before, describe) => {
    if (listed < maxFindings) {
      const [a, b] = [readRow(found), readRow(before)];
      if (a && b && !isMatch(a, b)) return;
      listed++;
    }
    list.add({ ...describe(found, before), line: lineOf(found) });
  };
}

/** Rereads a row from its file; undefined if that is impossible (standard input, a changed file). */
function readRow({ of, row }: Place): JsonObject | undefined {
  const { file, index } = of;
  const bytes = readBytes(file, { offset: index.at(row, "offset"), length: index.at(row, "length") });
  try {
    const value = bytes && parseJson(bytes.toString("utf8"));
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isSamePrompt(a: JsonObject, b: JsonObject): boolean {
  return isSameJson(a["messages"] ?? null, b["messages"] ?? null);
}

function isFoldedPrompt(a: JsonObject, b: JsonObject): boolean {
  const [one, other] = [a, b].map((row) => messageTexts(row).map(foldText));
  return isSameJson(one ?? [], other ?? []);
}

function isConflict(a: JsonObject, b: JsonObject, read: ReadReferences): boolean {
  const [one, other] = [a, b].map((row) =>
    referenceOf(Object.fromEntries(Object.entries(row).filter(([key]) => isField(key))), read),
  );
  return isSamePrompt(a, b) && !isSameJson(one ?? null, other ?? null);
}

function lineOf({ of, row }: Place): number {
  return of.index.at(row, "line");
}

function describeDuplicate(_: Place, before: Place): Omit<FindingDraft, "line"> {
  return {
    code: "duplicate-example",
    severity: "warning",
    write: () => ({
      message: `the row is the same as line ${lineOf(before)}`,
      help: "Remove it: it weighs this example twice and adds nothing.",
    }),
  };
}

function describeConflict(_: Place, before: Place): Omit<FindingDraft, "line"> {
  return {
    code: "conflicting-references",
    severity: "warning",
    write: () => ({
      message: `the row asks the same as line ${lineOf(before)} and has another reference`,
      help: "Keep the right one: whatever the model answers, one of the two rows calls it wrong.",
      pointer: jsonPointer(["messages"]),
    }),
  };
}

const describeExactLeak = describeLeak("error", "the prompt");
const describeFoldedLeak = describeLeak("warning", "but for case and white space the prompt");

function describeLeak(severity: Severity, subject: string): Describe {
  return (_, before) => ({
    code: "validation-leak",
    severity,
    write: () => ({
      message: `${subject} stands in training, too: ${before.of.file.path}:${lineOf(before)}`,
      help: "Remove the row from one of the files: a score on rows that were trained on says nothing about new ones.",
      pointer: jsonPointer(["messages"]),
    }),
  });
}
