import { type ValidationResult, startValidation } from "#dataset/validate/validate.js";
import { RftError } from "#errors.js";
import { type Finding, summarizeFindings } from "#finding.js";
import type { RowDraws } from "#job/estimate/draw-rows.js";
import type { Waste } from "#job/estimate/waste.js";
import { jsonDocument } from "#report/text/json-document.js";
import { type PrintedValidation, reportValidation } from "#report/findings/report-validation.js";
import type { Context } from "#cli/frame/context.js";
import { defineCommand } from "#cli/frame/define-command.js";
import type { OptionsOf } from "#cli/grammar/options-of.js";
import { ExitCode } from "#cli/host/exit-code.js";
import { createReadProgress } from "./read-progress.js";
import { type ValidationSubject, findValidationSubject } from "#cli/subject/validation-subject.js";
import { version } from "#cli/host/version.js";

type Options = OptionsOf<"validate-data">;

/** Adds the findings about the grader and the response format themselves to those about the files. */
function withJobFindings(result: ValidationResult, findings: readonly Finding[]): ValidationResult {
  const ofJob = summarizeFindings(findings);
  const summary = {
    errors: result.summary.errors + ofJob.errors,
    warnings: result.summary.warnings + ofJob.warnings,
    notes: result.summary.notes + ofJob.notes,
  };
  return { ...result, findings: [...findings, ...result.findings], summary, ok: summary.errors === 0 };
}

/** Checks the files against the rules, and against what the grader reads from their rows. */
async function check(
  context: Context,
  { files, findings, spec, isJudged, ...job }: ValidationSubject,
  { maxFindings, tokens, nearDuplicates, draws }: Options & { draws: RowDraws | undefined },
): Promise<ValidationResult> {
  const readsStdin = files.some(({ stdin }) => stdin === true);
  if (nearDuplicates === true && readsStdin) {
    throw new RftError("usage", "--near-duplicates reads a file twice, and standard input can be read once", {
      hint: "Write the rows to a file and name that.",
    });
  }
  // Pricing rows that can never earn may need more than the check finds out; the rows are then drawn from here.
  const isDrawn = draws !== undefined && (isJudged === true || tokens === "off");
  const validation = startValidation(files, {
    ...job,
    model: spec?.file.model,
    rules: context.rules,
    requireReference: job.references.length > 0,
    maxFindings,
    tokens,
    nearDuplicates,
    sha256: context.json,
    signal: context.signal,
    onProgress: createReadProgress(context),
    ...(readsStdin && { stdin: context.openStdin() }),
  });
  if (isDrawn) {
    for await (const { file, rows } of validation.rows) for (const { item } of rows) draws.add(file, item);
  }
  return withJobFindings(await validation.finish(), findings);
}

/** How much of the job's cost goes to rows that can never earn; its code is loaded only if there are any. */
async function findWaste(
  { rules, signal }: Context,
  { files }: ValidationResult,
  { spec, draws }: Pick<ValidationSubject, "spec"> & { draws: RowDraws | undefined },
): Promise<Waste | undefined> {
  if (!spec || !draws || spec.training.kind === "id") return undefined;
  const { path: ofJob } = spec.training;
  const training = files.find(({ path, role }) => role === "training" && path === ofJob);
  if (training?.neverEarn === undefined) return undefined;
  const [{ priceOfJob }, { wasteOf }] = await Promise.all([
    import("#job/estimate/price-of-job.js"),
    import("#job/estimate/waste.js"),
  ]);
  const dollars = await priceOfJob(spec, { rules, facts: draws.facts(spec, files), signal });
  return wasteOf({ rows: training.neverEarn, of: training.examples }, dollars);
}

/** The result in the requested format; the machine formats are loaded only on request. */
async function report(context: Context, result: PrintedValidation): Promise<string> {
  if (context.json) return jsonDocument("validate-data", result);
  const { format } = context.globals;
  if (format === "sarif") {
    const { reportSarif } = await import("#report/findings/report-sarif.js");
    return reportSarif(result, version);
  }
  if (format === "github") {
    const { reportGithub } = await import("#report/findings/report-github.js");
    return reportGithub(result);
  }
  return reportValidation(result, context.style);
}

/** `rft validate-data [files...]` */
export const run = defineCommand("validate-data", async (context, [patterns], options) => {
  const subject = await findValidationSubject(context, patterns, options);
  const draws = subject.spec && (await import("#job/estimate/draw-rows.js")).drawRows();
  const result = await check(context, subject, { ...options, draws });
  const waste = await findWaste(context, result, { spec: subject.spec, draws });
  const ok = result.ok && !(options.strict === true && result.summary.warnings > 0);
  context.stdout.write(await report(context, { ...result, ok, ...(waste && { waste }) }));
  return ok ? ExitCode.ok : ExitCode.no;
});
