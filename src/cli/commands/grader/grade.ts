import { type DataFile, findDataFiles } from "#dataset/read/source.js";
import { RftError } from "#errors.js";
import { startComparison } from "#grader/proof/compare-remote.js";
import { createScorer } from "#grader/score/create-scorer.js";
import { gradeSamples } from "#grader/samples/grade-samples.js";
import { tallyGrades } from "#grader/samples/grade-summary.js";
import { type SampleLine, readSamples } from "#grader/samples/read-samples.js";
import { type UsableGrader, readUsableGrader } from "#grader/score/usable-grader.js";
import { gradeLine, reportGrade } from "#report/grader/report-grade.js";
import type { Context } from "#cli/frame/context.js";
import { defineCommand } from "#cli/frame/define-command.js";
import type { OptionsOf } from "#cli/grammar/options-of.js";
import { ExitCode } from "#cli/host/exit-code.js";
import { type OpenEngines, openEngines } from "#cli/subject/grader-engines.js";

type Options = OptionsOf<"grade">;

async function findSamples({ cwd }: Context, options: Options): Promise<DataFile[]> {
  if (options.samples) return findDataFiles(options.samples, { cwd });
  throw new RftError("usage", "no samples to grade", {
    hint: "Give --samples <file>: one {item, sample: {output_text}} a line, or - for standard input.",
  });
}

async function* readAll(context: Context, files: readonly DataFile[]): AsyncGenerator<SampleLine[]> {
  for (const file of files) {
    const stdin = file.stdin === true ? { stdin: context.openStdin() } : {};
    yield* readSamples(file, { signal: context.signal, ...stdin });
  }
}

/** Writes a line per sample; the exit code says whether all of them got a reward. */
async function grade(
  context: Context,
  { grader, config }: UsableGrader,
  { files, engines, options }: { files: readonly DataFile[]; engines: OpenEngines; options: Options },
): Promise<ExitCode> {
  const { stdout, signal } = context;
  const scorer = await createScorer(grader, engines);
  const remote =
    options.remote === undefined
      ? undefined
      : startComparison(await context.openApi(), { config, scorer }, options.remote);
  const tally = tallyGrades();
  const batches = readAll(context, files);
  for await (const graded of gradeSamples(grader, scorer, { batches, atOnce: options.concurrency, signal })) {
    for (const one of graded) {
      tally.add(one);
      await remote?.add(one.sample);
    }
    signal.throwIfAborted();
    stdout.write(graded.map((one) => gradeLine(one, files.length > 1)).join(""));
    await stdout.drained();
    if (stdout.closed) return ExitCode.ok;
  }
  const summary = tally.summary();
  const spend = engines.judge?.spend();
  context.hint(reportGrade({ summary, ...(spend && { spend }), ...(remote && { remote }) }, context.style));
  return summary.unreadable + summary.notRun > 0 ? ExitCode.no : ExitCode.ok;
}

/** Said after Ctrl-C if a judge was being asked. */
const kept = "interrupted; the judge's answers so far are kept, and the same command goes on from them";

/** `rft grade <grader> --samples <file>` */
export const run = defineCommand(
  "grade",
  async (context, [path], options) => {
    const { cwd, rules, env, signal } = context;
    const files = await findSamples(context, options);
    const usable = await readUsableGrader(path, { cwd, rules, env });
    const engines = await openEngines(context, usable.grader.static, options);
    try {
      return await grade(context, usable, { files, engines, options });
    } catch (error) {
      // The judge's own error for an abort does not mention the answers kept.
      throw signal.aborted && engines.judge ? new RftError("interrupted", kept, { cause: error }) : error;
    } finally {
      await engines.close();
    }
  },
  { lines: () => true },
);
