import { readFile } from "node:fs/promises";
import { RftError } from "../errors.js";
import { type ConfigDocument, parseDocument } from "./parse-document.js";

/** What the operating system's error codes mean to a person. */
const reasons: Record<string, string> = {
  ENOENT: "no such file",
  EISDIR: "is a folder, not a file",
  EACCES: "may not be read",
};

/** The operating system's reason for a failed read, in words. */
export function readFailure(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}

/**
 * Reads and parses a grader or job file.
 * @throws RftError `input` where the file cannot be read, is not UTF-8 or cannot be parsed.
 */
export async function readDocument(path: string, absolutePath: string): Promise<ConfigDocument> {
  let bytes: Buffer;
  try {
    bytes = await readFile(absolutePath);
  } catch (error) {
    throw new RftError("input", `${path}: ${readFailure(error)}`, {
      hint: "Check the path; relative paths start at the current folder, inside a job file at that file's folder.",
      cause: error,
    });
  }
  try {
    return parseDocument(new TextDecoder("utf-8", { fatal: true }).decode(bytes), path);
  } catch (error) {
    if (error instanceof RftError) throw error;
    throw new RftError("input", `${path}: not a UTF-8 text`, {
      hint: "Save the file as UTF-8.",
      cause: error,
    });
  }
}
