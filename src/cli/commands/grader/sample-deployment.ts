import { readRowsOf } from "#dataset/read/read-rows-of.js";
import type { SourceRow } from "#dataset/read/row-source.js";
import type { DataFile } from "#dataset/read/source.js";
import { RftError } from "#errors.js";
import type { SampleLine } from "#grader/samples/read-samples.js";
import { openSampleStore } from "#grader/samples/sample-store.js";
import { type SamplingResult, takeSamples } from "#grader/samples/take-samples.js";
import { isJsonObject } from "#json/json-value.js";
import { nestResponseFormat } from "#job/spec/read-response-format.js";
import type { Context } from "#cli/frame/context.js";
import type { OptionsOf } from "#cli/grammar/options-of.js";
import type { GraderSubject } from "#cli/subject/grader-subject.js";

/** Samples taken only when first read, so that nothing is asked for an unusable grader. */
export interface LazySamples {
  lines: AsyncIterable<SampleLine[]>;
  /** Undefined until the samples have been taken. */
  report(): SamplingResult | undefined;
}

async function* readSourceRows(files: readonly DataFile[], signal: AbortSignal): AsyncGenerator<SourceRow> {
  for (const file of files) yield* readRowsOf(file, { signal });
}

/** A deployment's answers to a sample of the rows; answers kept from before are not asked for again. */
export async function sampleDeployment(
  context: Context,
  { files, responseFormat, reasoningEffort }: GraderSubject,
  { model, k = 4, n = 50, maxCompletionTokens, concurrency }: OptionsOf<"check-grader"> & { model: string },
): Promise<LazySamples> {
  if (files.length === 0 || files.some(({ stdin }) => stdin === true)) {
    throw new RftError("usage", `no rows that ${model} could answer`, {
      hint: "Name the file with --data train.jsonl or --job job.yaml; standard input can be read only once.",
    });
  }
  const { cwd, signal, progress } = context;
  const deployment = await context.openDeployment(model);
  const settings = {
    ...(responseFormat !== undefined && {
      responseFormat: isJsonObject(responseFormat) ? nestResponseFormat(responseFormat) : responseFormat,
    }),
    ...(reasoningEffort !== undefined && { reasoningEffort }),
    ...(maxCompletionTokens !== undefined && { maxCompletionTokens }),
  };
  const store = openSampleStore(cwd, deployment.name, settings);
  let report: SamplingResult | undefined;
  async function* lines() {
    const taken = await takeSamples({
      rows: readSourceRows(files, signal),
      n,
      k,
      deployment,
      settings,
      store,
      atOnce: concurrency,
      signal,
      onStart: async (questions, rows) =>
        progress.step(`Asking ${model} ${questions} questions about ${rows} rows (kept in ${store.path})`),
    });
    progress.done();
    report = taken.report;
    yield* taken.lines;
  }
  return { lines: lines(), report: () => report };
}
