import { RftError } from "#errors.js";
import { type SampleLine, readSamples } from "#grader/samples/read-samples.js";
import type { Context } from "#cli/frame/context.js";
import type { OptionsOf } from "#cli/grammar/options-of.js";
import { findOneFile, refuseStdinTwice } from "#cli/subject/data-files.js";
import type { GraderSubject } from "#cli/subject/grader-subject.js";
import type { LazySamples } from "./sample-deployment.js";

/** Passes on the saved answers; throws if there are none, because a proof would then rest on nothing. */
async function* refuseNone(batches: AsyncIterable<SampleLine[]>, path: string): AsyncGenerator<SampleLine[]> {
  let lines = 0;
  for await (const batch of batches) {
    lines += batch.length;
    yield batch;
  }
  if (lines > 0) return;
  throw new RftError("input", `${path}: no line of it is a saved answer`, {
    hint: 'Write one {"item": {...}, "sample": {"output_text": "..."}} on each line.',
  });
}

/**
 * The answers a grader scores in addition to those made from the rows: saved ones, a deployment's, or none.
 * @throws RftError `usage` if the options do not go together
 */
export async function openSamples(
  context: Context,
  subject: GraderSubject,
  options: OptionsOf<"check-grader">,
): Promise<Partial<LazySamples>> {
  const { samples, model, k, n } = options;
  if (model === undefined) {
    if (k !== undefined || n !== undefined) {
      throw new RftError("usage", "-k and -n say how a deployment is asked, and none is named", {
        hint: "Name it with --model <deployment>.",
      });
    }
    if (samples === undefined) return {};
    const { cwd, signal } = context;
    const file = await findOneFile(samples, { cwd });
    refuseStdinTwice([...subject.files, file]);
    const stdin = file.stdin === true ? { stdin: context.openStdin() } : {};
    return { lines: refuseNone(readSamples(file, { signal, ...stdin }), file.path) };
  }
  if (samples !== undefined) {
    throw new RftError("usage", "--samples and --model both say where samples come from", {
      hint: "Give one of them; what --model has taken is kept, and can be given to --samples later.",
    });
  }
  const { sampleDeployment } = await import("./sample-deployment.js");
  return sampleDeployment(context, subject, { ...options, model });
}
