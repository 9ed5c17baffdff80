import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { readFailure } from "#files/read-failure.js";
import { RftError } from "#errors.js";
import { isJobId } from "#service/is-job-id.js";
import { readFileRun, readJobRun } from "#run/read/read-job-run.js";
import { parseResultFile } from "#run/steps/results.js";
import type { RunResult } from "#run/outcome/run-result.js";
import type { Context } from "#cli/frame/context.js";
import { refuseStdinTwice } from "./data-files.js";

async function readInput(path: string, context: Context): Promise<Uint8Array> {
  if (path === "-") {
    const chunks: Uint8Array[] = [];
    for await (const chunk of context.openStdin()) chunks.push(chunk);
    return Buffer.concat(chunks);
  }
  try {
    return await readFile(resolve(context.cwd, path));
  } catch (error) {
    throw new RftError("input", `${path}: ${readFailure(error)}`, {
      hint: "Give a results.csv, a job id (ftjob-...) or - for standard input.",
      cause: error,
    });
  }
}

async function readRun(source: string, context: Context): Promise<RunResult> {
  const { rules } = context;
  if (isJobId(source)) return readJobRun(await context.openApi(), source, rules);
  return readFileRun(source, parseResultFile(await readInput(source, context), source), rules);
}

/**
 * Reads runs in the order given: job ids, `last`, results.csv files, `-`.
 * @throws RftError if one cannot be read; StateError if a job has no step yet
 */
export async function readRuns(sources: readonly string[], context: Context): Promise<RunResult[]> {
  refuseStdinTwice(sources.map((source) => ({ stdin: source === "-" })));
  const runs: RunResult[] = [];
  for (const source of sources) runs.push(await readRun(await context.resolveSource(source), context));
  return runs;
}
