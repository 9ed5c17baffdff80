import { RftError } from "#errors.js";
import type { JsonObject } from "#json/json-value.js";
import { isJsonObject } from "#json/json-value.js";
import type { RuleSet } from "#rules/rule-set.js";
import { type CompiledGrader, compileConfig } from "./compile-grader.js";
import { pythonFindings } from "#grader/parse/python-findings.js";
import { readGrader } from "#grader/parse/read-grader.js";

/** A grader that was read and has no errors. */
export interface UsableGrader {
  grader: CompiledGrader;
  /** As it was read, with the sources of python graders inlined. */
  config: JsonObject;
}

/**
 * Reads a grader file that must have no errors.
 * @param options `env` is read for PATH, to find the Python that checks the sources of python graders
 * @throws RftError `input` with the first error in it
 */
export async function readUsableGrader(
  path: string,
  { cwd, rules, env }: { cwd: string; rules: RuleSet; env: Readonly<Record<string, string | undefined>> },
): Promise<UsableGrader> {
  const loaded = await readGrader(path, cwd, rules);
  const { value, config, errors: known } = loaded;
  const errors = known.length === 0 && config ? await pythonFindings(config, env) : known;
  const [first] = errors;
  if (!first && config && isJsonObject(value)) return { grader: compileConfig(config), config: value };
  const { line, column, pointer, message, code, help } = first
    ? loaded.place(first)
    : { message: "no grader" };
  const place = [path, line, column].filter((part) => part !== undefined).join(":");
  const where = line === undefined && pointer ? `${place} ${pointer}` : place;
  const more = errors.length > 1 ? ` All ${errors.length} errors: rft check-grader ${path}` : "";
  throw new RftError("input", `${where}: ${message}${code === undefined ? "" : ` (${code})`}`, {
    hint: `${help ?? ""}${more}`,
  });
}
