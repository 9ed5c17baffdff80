import { dirname, resolve } from "node:path";
import { placeFinding } from "#document/place-finding.js";
import { readDocument } from "#document/read-document.js";
import { readFailure } from "#files/read-failure.js";
import { readWhole } from "#files/read-whole.js";
import { RftError } from "#errors.js";
import type { Finding } from "#finding.js";
import { type JsonValue, isJsonObject } from "#json/json-value.js";
import type { RuleSet } from "#rules/rule-set.js";
import { type ParsedGrader, parseGrader } from "./parse-grader.js";

/** A grader from its own file or a job file, parsed when it was read, so that nobody parses it again. */
export interface LoadedGrader extends ParsedGrader {
  /** As it goes over the wire. */
  value: JsonValue;
  /** Adds the file, line and column to a finding about the grader. */
  place(finding: Finding): Finding;
}

/** Parses a grader that was read; by default `place` leaves findings unchanged. */
export function loadGrader(
  value: JsonValue,
  rules: RuleSet,
  place: LoadedGrader["place"] = (finding) => finding,
): LoadedGrader {
  return { value, ...parseGrader(value, rules), place };
}

/**
 * Replaces a python grader's `source_file` (our key, relative to the folder) with the `source` the service takes.
 * @throws RftError `input` if that file cannot be read
 */
export async function inlineSource(grader: JsonValue, folder: string): Promise<JsonValue> {
  if (!isJsonObject(grader)) return grader;
  const { source_file: sourceFile, ...rest } = grader;
  if (grader["type"] === "python" && typeof sourceFile === "string" && grader["source"] === undefined) {
    try {
      return { ...rest, source: String(await readWhole(resolve(folder, sourceFile))) };
    } catch (error) {
      throw new RftError("input", `${sourceFile}: ${readFailure(error)}`, {
        hint: "Check the grader's source_file.",
      });
    }
  }
  if (!isJsonObject(grader["graders"])) return grader;
  const entries = Object.entries(grader["graders"]).map(
    async ([key, sub]) => [key, await inlineSource(sub, folder)] as const,
  );
  return { ...grader, graders: Object.fromEntries(await Promise.all(entries)) };
}

/** Rejects files that are not a grader's. */
function refuseNoGrader(path: string, value: JsonValue): void {
  if (value === null) {
    throw new RftError("input", `${path}: holds no grader`, {
      hint: "Name a grader's file; rft init --data train.jsonl drafts one.",
    });
  }
  if (isJsonObject(value) && value["type"] === undefined && value["training_file"] !== undefined) {
    throw new RftError("usage", `${path}: is a job file, where a grader is read`, {
      hint: "Name the grader's own file; a job file goes to --job, where a command takes one.",
    });
  }
}

/**
 * Reads a grader from its own file; faults in the grader are among its findings.
 * @throws RftError `input` if the file cannot be read or parsed, or holds nothing; `usage` if it is a job file
 */
export async function readGrader(path: string, cwd: string, rules: RuleSet): Promise<LoadedGrader> {
  const absolutePath = resolve(cwd, path);
  const document = await readDocument(path, absolutePath);
  refuseNoGrader(path, document.value);
  const value = await inlineSource(document.value, dirname(absolutePath));
  return loadGrader(value, rules, (finding) => placeFinding(finding, document));
}
