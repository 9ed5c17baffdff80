import { resolve } from "node:path";
import { type DataFile, findDataFiles } from "#dataset/read/source.js";
import { readDocument } from "#document/read-document.js";
import { RftError } from "#errors.js";
import { type LoadedGrader, readGrader } from "#grader/parse/read-grader.js";
import type { JobSpec } from "#job/spec/spec.js";
import type { JsonValue } from "#json/json-value.js";
import type { Context } from "#cli/frame/context.js";
import type { OptionsOf } from "#cli/grammar/options-of.js";

/** A grader, and the data it will be used on. */
export interface GraderSubject {
  grader: LoadedGrader;
  files: DataFile[];
  responseFormat: JsonValue | undefined;
  /** The job, if a job file is given. */
  spec?: JobSpec;
  /** From the job file; undefined if it leaves the choice to the service. */
  reasoningEffort?: string;
}

/** Values that leave the effort to the service. */
const unsaid = new Set(["auto", "default"]);

/** The parts that a job file gives; its parser is loaded only if there is one. */
async function readJob(path: string | undefined, { cwd, rules }: Context): Promise<Partial<GraderSubject>> {
  if (path === undefined) return {};
  const { localDataFiles, readUsableJob } = await import("#job/spec/usable-job.js");
  const job = await readUsableJob(path, cwd, rules);
  const effort = job.spec.file.method.reinforcement.hyperparameters?.reasoning_effort;
  return {
    spec: job.spec,
    grader: job.spec.grader,
    files: localDataFiles(job.spec),
    responseFormat: job.spec.responseFormat,
    ...(effort !== undefined && !unsaid.has(effort) && { reasoningEffort: effort }),
  };
}

/** The grader, the rows and the response format, from the argument, the flags and the job file. */
export async function findGraderSubject(
  context: Context,
  path: string | undefined,
  options: OptionsOf<"check-grader">,
): Promise<GraderSubject> {
  const { cwd, rules } = context;
  const ofJob = await readJob(options.job, context);
  const grader = path === undefined ? ofJob.grader : await readGrader(path, cwd, rules);
  if (!grader) {
    throw new RftError("usage", "no grader to check", {
      hint: "Name one (rft check-grader grader.json --data train.jsonl), or --job job.yaml.",
    });
  }
  const files = await findDataFiles(options.data ?? [], { cwd });
  const format = options.responseFormat;
  const responseFormat =
    format === undefined ? ofJob.responseFormat : (await readDocument(format, resolve(cwd, format))).value;
  return { ...ofJob, grader, files: files.length === 0 ? (ofJob.files ?? []) : files, responseFormat };
}
