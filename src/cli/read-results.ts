import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { readFailure } from "../document/read-failure.js";
import { RftError } from "../errors.js";
import { type Results, parseResults } from "../job/results.js";
import type { Host } from "./host.js";

/** True for a job's id, where a result file may be named too. */
export function isJobId(source: string): boolean {
  return source.startsWith("ftjob-");
}

async function readInput(path: string, { cwd, openStdin }: Host): Promise<Uint8Array> {
  if (path === "-") {
    const chunks: Uint8Array[] = [];
    for await (const chunk of openStdin()) chunks.push(chunk);
    return Buffer.concat(chunks);
  }
  try {
    return await readFile(resolve(cwd, path));
  } catch (error) {
    throw new RftError("input", `${path}: ${readFailure(error)}`, {
      hint: "Give a results.csv, a job id (ftjob-...) or - for standard input.",
      cause: error,
    });
  }
}

/**
 * Reads a result file, or the standard input for `-`.
 * @throws RftError `input` where it cannot be read or is none
 */
export async function readResults(source: string, host: Host): Promise<Results> {
  return parseResults(await readInput(source, host), source);
}
