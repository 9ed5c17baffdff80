import { readFile } from "node:fs/promises";
import { RftError } from "../errors.js";
import type { ConfigDocument } from "./config-document.js";
import { readFailure } from "./read-failure.js";

/** Parses by the file's name: JSON where it ends in `.json`, YAML otherwise. Each parser is loaded when it is needed. */
async function parseByName(text: string, path: string): Promise<ConfigDocument> {
  if (path.toLowerCase().endsWith(".json")) {
    const { parseJsonDocument } = await import("./parse-json-document.js");
    return parseJsonDocument(text, path);
  }
  const { parseYamlDocument } = await import("./parse-yaml-document.js");
  return parseYamlDocument(text, path);
}

/**
 * Reads and parses a grader or job file.
 * @throws RftError `input` where the file cannot be read, is not UTF-8 or cannot be parsed.
 */
export async function readDocument(path: string, absolutePath: string): Promise<ConfigDocument> {
  if (path.toLowerCase().endsWith(".jsonl")) {
    throw new RftError(
      "input",
      `${path}: a data file (JSON Lines) stands where a grader or job file is read`,
      {
        hint: "Were the arguments swapped? A grader or job file is JSON or YAML.",
      },
    );
  }
  let bytes: Buffer;
  try {
    bytes = await readFile(absolutePath);
  } catch (error) {
    throw new RftError("input", `${path}: ${readFailure(error)}`, {
      hint: "Check the path; relative paths start at the current folder, inside a job file at that file's folder.",
      cause: error,
    });
  }
  let text: string;
  try {
    // The decoder takes a byte order mark away.
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new RftError("input", `${path}: not a UTF-8 text`, {
      hint: "Save the file as UTF-8.",
      cause: error,
    });
  }
  return parseByName(text, path);
}
