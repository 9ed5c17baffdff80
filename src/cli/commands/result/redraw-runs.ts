import { RftError } from "#errors.js";
import type { RunResult } from "#run/outcome/run-result.js";
import { isSettled } from "#service/status.js";
import { isJobId } from "#service/is-job-id.js";
import type { Context } from "#cli/frame/context.js";
import { readRuns } from "#cli/subject/read-runs.js";

/** Clears the terminal, scrollback included, and moves to the top. */
const clear = "\u001B[H\u001B[2J\u001B[3J";

export interface Redrawing {
  sources: readonly string[];
  /** Seconds between two looks. */
  interval: number;
  draw: (runs: readonly RunResult[]) => string;
}

async function resolveJobs(sources: readonly string[], context: Context): Promise<string[]> {
  const ids: string[] = [];
  for (const source of sources) ids.push(await context.resolveSource(source));
  const file = ids.find((id) => !isJobId(id));
  if (file === undefined) return ids;
  throw new RftError("usage", `--watch follows jobs, and ${file} is none`, {
    hint: "Give job ids, or leave out --watch.",
  });
}

/**
 * Redraws runs, on a terminal over the last drawing, until every job is finished or paused or stdout is closed.
 * @returns the runs drawn last
 * @throws RftError `usage` for a source that is not a job
 */
export async function redrawRuns(
  context: Context,
  { sources, interval, draw }: Redrawing,
): Promise<RunResult[]> {
  const { stdout } = context;
  const ids = await resolveJobs(sources, context);
  for (;;) {
    const runs = await readRuns(ids, context);
    stdout.write((stdout.isTTY ? clear : "") + draw(runs));
    if (stdout.closed || runs.every(({ job }) => job && isSettled(job.status))) return runs;
    await context.sleep(interval * 1000);
  }
}
