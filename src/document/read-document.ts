import { RftError } from "#errors.js";
import type { ConfigDocument } from "./config-document.js";
import { readFailure } from "#files/read-failure.js";
import { readWhole } from "#files/read-whole.js";

/** Parses JSON where the name ends in `.json`, else YAML. Each parser loads only when needed. */
async function parseByName(text: string, path: string): Promise<ConfigDocument> {
  if (path.toLowerCase().endsWith(".json")) {
    const { parseJsonDocument } = await import("./parse-json-document.js");
    return parseJsonDocument(text, path);
  }
  const { parseYamlDocument } = await import("./parse-yaml-document.js");
  return parseYamlDocument(text, path);
}

/**
 * Reads and parses a JSON or YAML file: a grader, a job file, a response format.
 * @throws RftError `input` where the file cannot be read, is not UTF-8 or cannot be parsed.
 */
export async function readDocument(path: string, absolutePath: string): Promise<ConfigDocument> {
  if (path.toLowerCase().endsWith(".jsonl")) {
    throw new RftError(
      "input",
      `${path}: a data file (JSON Lines) stands where one JSON or YAML document is read`,
      { hint: "Were the arguments swapped? Graders, job files and the like are JSON or YAML." },
    );
  }
  let bytes: Buffer;
  try {
    bytes = await readWhole(absolutePath);
  } catch (error) {
    throw new RftError("input", `${path}: ${readFailure(error)}`, {
      hint: "Check the path; relative paths start at the current folder, inside a job file at that file's folder.",
      cause: error,
    });
  }
  let text: string;
  try {
    // The decoder strips a byte order mark.
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new RftError("input", `${path}: not a UTF-8 text`, {
      hint: "Save the file as UTF-8.",
      cause: error,
    });
  }
  return parseByName(text, path);
}
