import { resolve } from "node:path";
import { type DataFile, findDataFiles } from "#dataset/read/source.js";
import type { ScoreGuess } from "#dataset/validate/validate.js";
import { RftError } from "#errors.js";
import type { Finding } from "#finding.js";
import type { LoadedGrader } from "#grader/parse/read-grader.js";
import { type JsonObject, isJsonObject } from "#json/json-value.js";
import type { JobSpec } from "#job/spec/spec.js";
import type { UsableJob } from "#job/spec/usable-job.js";
import type { RowReference } from "#dataset/validate/validate.js";
import type { RuleSet } from "#rules/rule-set.js";
import type { Context } from "#cli/frame/context.js";
import type { OptionsOf } from "#cli/grammar/options-of.js";
import { refuseStdinTwice } from "./data-files.js";

/** What to validate, and what is known about the job it is for. */
export interface ValidationSubject {
  files: DataFile[];
  references: RowReference[];
  scoreGuess?: ScoreGuess | undefined;
  responseFormat?: JsonObject | undefined;
  /** Whether the grader asks a model. */
  isJudged?: boolean | undefined;
  /** The job, if a job file is given. */
  spec?: JobSpec | undefined;
  /** Findings about the job's settings, the grader and the response format. */
  findings: Finding[];
}

type JobPart = Omit<ValidationSubject, "files">;

/** The files and the job to check, from arguments, flags and the job file; parsers are loaded only if needed. */
export async function findValidationSubject(
  context: Context,
  patterns: string[],
  options: OptionsOf<"validate-data">,
): Promise<ValidationSubject> {
  const { cwd } = context;
  const named = [
    ...(await findDataFiles(options.train ?? [], { cwd, role: "training" })),
    ...(await findDataFiles(options.validation ?? [], { cwd, role: "validation" })),
    ...(await findDataFiles(patterns, { cwd })),
  ];
  const { job, files: ofJob, settings } = await readJob(options.job, context);
  const files = withoutRepeats(named.length === 0 ? ofJob : named);
  refuseStdinTwice(files);
  if (files.length === 0) {
    throw new RftError("usage", "no file to check", {
      hint: "Name files or folders (rft validate-data train.jsonl valid.jsonl), or --job job.yaml.",
    });
  }
  const format = await readFormat(options.responseFormat, job, cwd);
  const grader = await readGraderPart(context, options.grader, { job, format: format.responseFormat });
  return {
    files,
    ...format,
    ...grader,
    spec: job?.spec,
    findings: [...settings, ...grader.findings, ...format.findings],
  };
}

/** A job file's data files, and the findings about its settings. */
interface JobFiles {
  job?: UsableJob;
  files: DataFile[];
  settings: Finding[];
}

/** Drops files that are named twice for the same purpose. */
function withoutRepeats(files: readonly DataFile[]): DataFile[] {
  return [...new Map(files.map((file) => [`${file.role} ${file.absolutePath}`, file])).values()];
}

async function readJob(path: string | undefined, { cwd, rules, now }: Context): Promise<JobFiles> {
  if (path === undefined) return { files: [], settings: [] };
  const { localDataFiles, readUsableJob, settingsFindings } = await import("#job/spec/usable-job.js");
  const job = await readUsableJob(path, cwd, rules);
  return { job, files: localDataFiles(job.spec), settings: settingsFindings(job, rules, { today: now() }) };
}

/** What the grader from the flag or the job file reads from a row, and how it scores a guess. */
async function readGraderPart(
  { cwd, rules }: Context,
  path: string | undefined,
  { job, format }: { job: UsableJob | undefined; format: JsonObject | undefined },
): Promise<Pick<JobPart, "references" | "scoreGuess" | "isJudged" | "findings">> {
  if (path === undefined && !job) return { references: [], findings: [] };
  const loaded = path === undefined ? job?.spec.grader : await graderIn(path, cwd, rules);
  if (!loaded) return { references: [], findings: [] };
  const [{ rowReferences }, { createGuessScore }, { hasJudges }] = await Promise.all([
    import("#grader/score/row-references.js"),
    import("#grader/score/guess-score.js"),
    import("#grader/judge/judge-load.js"),
  ]);
  const { references, grader } = rowReferences(loaded);
  const scoreGuess = grader && (await createGuessScore(grader, format));
  const isJudged = grader && hasJudges(grader.config);
  return {
    references,
    scoreGuess,
    isJudged,
    findings: loaded.findings.map((finding) => loaded.place(finding)),
  };
}

async function graderIn(path: string, cwd: string, rules: RuleSet): Promise<LoadedGrader> {
  const { readGrader } = await import("#grader/parse/read-grader.js");
  return readGrader(path, cwd, rules);
}

/** The response format from the flag or the job file, and its findings. */
async function readFormat(
  path: string | undefined,
  job: UsableJob | undefined,
  cwd: string,
): Promise<Pick<JobPart, "responseFormat" | "findings">> {
  if (path !== undefined) return readFormatFile(path, cwd);
  const responseFormat = job?.spec.responseFormat;
  if (!responseFormat) return { findings: [] };
  const { checkResponseFormat } = await import("#dataset/response-format/check-response-format.js");
  const findings = checkResponseFormat(responseFormat);
  for (const finding of findings) finding.file = job.document?.path ?? "";
  return { responseFormat, findings };
}

async function readFormatFile(
  path: string,
  cwd: string,
): Promise<Pick<JobPart, "responseFormat" | "findings">> {
  const [{ readDocument }, { placeFinding }, { checkResponseFormat }] = await Promise.all([
    import("#document/read-document.js"),
    import("#document/place-finding.js"),
    import("#dataset/response-format/check-response-format.js"),
  ]);
  const document = await readDocument(path, resolve(cwd, path));
  const findings = checkResponseFormat(document.value).map((finding) => placeFinding(finding, document));
  return { findings, ...(isJsonObject(document.value) && { responseFormat: document.value }) };
}
