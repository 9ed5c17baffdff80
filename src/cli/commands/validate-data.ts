import { type DataFile, findDataFiles } from "../../dataset/source.js";
import { type ValidationResult, validateFiles } from "../../dataset/validate.js";
import { RftError } from "../../errors.js";
import type { TokenMode } from "../../dataset/tokens/token-meter.js";
import { type Finding, summarizeFindings } from "../../finding.js";
import type { GraderReferences } from "../../grader/row-references.js";
import { jsonDocument } from "../../report/json-document.js";
import { reportValidation } from "../../report/report-validation.js";
import type { Context } from "../context.js";
import { defineCommand } from "../define-command.js";
import { ExitCode } from "../exit-code.js";

interface Options {
  train?: string[];
  validation?: string[];
  grader?: string;
  job?: string;
  maxFindings: number;
  strict?: boolean;
  tokens: TokenMode;
}

/** Named nowhere: nothing is read of the rows. */
const noGrader: GraderReferences = { references: [], findings: [] };

interface Subject {
  files: DataFile[];
  grader: GraderReferences;
  /** The model that the job names. */
  model?: string | undefined;
}

/** The job file's data files, and the grader of flag or job file; its parsers are loaded only if there is one. */
async function readGraderAndJob({ cwd, rules }: Context, options: Options): Promise<Subject> {
  if (options.grader === undefined && options.job === undefined) return { files: [], grader: noGrader };
  const [{ graderOfJob, localDataFiles, readUsableJob }, { readGrader }, { rowReferences }] =
    await Promise.all([
      import("../../job/usable-job.js"),
      import("../../grader/read-grader.js"),
      import("../../grader/row-references.js"),
    ]);
  const job = options.job === undefined ? undefined : await readUsableJob(options.job, cwd);
  const loaded =
    options.grader === undefined ? job && graderOfJob(job) : await readGrader(options.grader, cwd);
  const read = loaded ? rowReferences(loaded.value, rules) : noGrader;
  const findings = read.findings.map((finding) => loaded?.place(finding) ?? finding);
  const files = job ? localDataFiles(job.spec) : [];
  return { files, grader: { ...read, findings }, model: job?.spec.file.model };
}

/** The files and the grader to check, from arguments, flags and the job file. */
async function findSubject(context: Context, patterns: string[], options: Options): Promise<Subject> {
  const { cwd } = context;
  const named = [
    ...(await findDataFiles(options.train ?? [], { cwd, role: "training" })),
    ...(await findDataFiles(options.validation ?? [], { cwd, role: "validation" })),
    ...(await findDataFiles(patterns, { cwd })),
  ];
  const { files: ofJob, ...rest } = await readGraderAndJob(context, options);
  const files = named.length === 0 ? ofJob : named;
  if (files.length > 0) return { files, ...rest };
  throw new RftError("usage", "no file to check", {
    hint: "Name files or folders (rft validate-data train.jsonl valid.jsonl), or --job job.yaml.",
  });
}

/** Adds what is wrong with the grader itself to what was found in the files. */
function withGraderFindings(result: ValidationResult, findings: readonly Finding[]): ValidationResult {
  const all = [...findings, ...result.findings];
  const ofGrader = summarizeFindings(findings);
  const summary = {
    errors: result.summary.errors + ofGrader.errors,
    warnings: result.summary.warnings + ofGrader.warnings,
    notes: result.summary.notes + ofGrader.notes,
  };
  return { ...result, findings: all, summary, ok: summary.errors === 0 };
}

/** Checks the files by the rules, and by what the grader reads of their rows. */
async function check(
  context: Context,
  { files, grader, model }: Subject,
  { maxFindings, tokens }: Options,
): Promise<ValidationResult> {
  const { references, findings } = grader;
  const result = await validateFiles(files, {
    rules: context.rules,
    maxFindings,
    references,
    requireReference: references.length > 0,
    tokens,
    model,
    sha256: context.json,
    signal: context.signal,
    ...(files.some(({ stdin }) => stdin === true) && { stdin: context.openStdin() }),
  });
  return withGraderFindings(result, findings);
}

/** `rft validate-data [files...]` */
export const run = defineCommand<[string[]], Options>(
  "validate-data",
  async (context, [patterns], options) => {
    const subject = await findSubject(context, patterns, options);
    const result = await check(context, subject, options);
    const ok = result.ok && !(options.strict === true && result.summary.warnings > 0);
    context.stdout.write(
      context.json
        ? jsonDocument("validate-data", { ...result, ok })
        : reportValidation(result, ok, context.style),
    );
    return ok ? ExitCode.ok : ExitCode.no;
  },
);
