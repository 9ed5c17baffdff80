import { resolve } from "node:path";
import { type OutputFile, openOutput } from "#files/write-file.js";
import type { RunResult } from "#run/outcome/run-result.js";
import type { Context } from "#cli/frame/context.js";

/**
 * Opens a file for results of runs; never replaces a file that a run was read from.
 * @throws what `openOutput` throws
 */
export function openRunOutput(
  path: string,
  { runs, force = false }: { runs: readonly Pick<RunResult, "source">[]; force?: boolean | undefined },
  { cwd }: Context,
): Promise<OutputFile> {
  const inputs = runs.map(({ source }) => resolve(cwd, source));
  return openOutput({ path, absolutePath: resolve(cwd, path), force, inputs });
}
