import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { readFailure } from "../../document/read-failure.js";
import { RftError } from "../../errors.js";
import { readJobRun } from "../../job/read-job-run.js";
import { parseResults } from "../../job/results.js";
import { type RunReport, createRunReport } from "../../job/run-report.js";
import { jsonDocument } from "../../report/json-document.js";
import { reportMetrics } from "../../report/report-metrics.js";
import type { Context } from "../context.js";
import { defineCommand } from "../define-command.js";
import { ExitCode } from "../exit-code.js";

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

async function readSource(source: string, context: Context): Promise<RunReport> {
  if (source.startsWith("ftjob-")) return readJobRun(await context.openApi(), source, context.now());
  return createRunReport(parseResults(await readInput(source, context), source), { source });
}

/** `rft metrics <sources...>` */
export const run = defineCommand<[string[]], object>("metrics", async (context, [sources]) => {
  const runs: RunReport[] = [];
  for (const source of sources) runs.push(await readSource(await context.resolveJob(source), context));
  context.stdout.write(
    context.json
      ? jsonDocument("metrics", { runs })
      : runs.map((one) => reportMetrics(one.source, one, context.style)).join("\n"),
  );
  return ExitCode.ok;
});
