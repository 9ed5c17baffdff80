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

/** A grader from its own file or from a job file, parsed as it was read: nobody behind this parses it again. */
export interface LoadedGrader extends ParsedGrader {
  /** As it goes over the wire. */
  value: JsonValue;
  /** Gives a finding about the grader its file, line and column. */
  place(finding: Finding): Finding;
}

/** A grader that was read; `place` leaves findings as they are where it is absent. */
export function loadGrader(
  value: JsonValue,
  rules: RuleSet,
  place: LoadedGrader["place"] = (finding) => finding,
): LoadedGrader {
  return { value, ...parseGrader(value, rules), place };
}

/**
 * A python grader's `source_file` (ours, relative to the folder) becomes the `source` that the service takes.
 * @throws RftError `input` where that file cannot be read
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

/** Files that are taken for a grader's by mistake. */
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
 * A grader from a file of its own.
 * @throws RftError `input` where it cannot be read or parsed, `usage` where it is a job file; what is wrong in it is among its findings
 */
export async function readGrader(path: string, cwd: string, rules: RuleSet): Promise<LoadedGrader> {
  const absolutePath = resolve(cwd, path);
  const document = await readDocument(path, absolutePath);
  refuseNoGrader(path, document.value);
  const value = await inlineSource(document.value, dirname(absolutePath));
  return loadGrader(value, rules, (finding) => placeFinding(finding, document));
}
