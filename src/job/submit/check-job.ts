import { checkResponseFormat } from "#dataset/response-format/check-response-format.js";
import type { DataFile } from "#dataset/read/source.js";
import { type Validation, startValidation } from "#dataset/validate/validate.js";
import { type Finding, type FindingSummary, summarizeFindings } from "#finding.js";
import { checkGrader } from "#grader/proof/check-grader.js";
import { readGraderRows } from "#grader/proof/read-grader-rows.js";
import { rowReferences } from "#grader/score/row-references.js";
import type { GraderRow } from "#grader/proof/unresolved-references.js";
import type { RuleSet } from "#rules/rule-set.js";
import { type UsableJob, localDataFiles, settingsFindings } from "#job/spec/usable-job.js";
import { type RowDraws, drawRows } from "#job/estimate/draw-rows.js";
import type { PlanFacts } from "#job/spec/spec.js";

/** Findings on a job's settings, data and grader, and what its plan needs to know about the files. */
export interface JobCheck {
  findings: Finding[];
  summary: FindingSummary;
  /** For the files that could be read. */
  facts: PlanFacts;
}

/** Yields the rows as they are checked, to prove the job's grader; draws some of them to measure judges. */
async function* proofRows(
  files: readonly DataFile[],
  { rows }: Validation,
  { draws, signal }: { draws: RowDraws; signal: AbortSignal | undefined },
): AsyncGenerator<GraderRow> {
  const unseen = new Set(files);
  for await (const { file, rows: checked } of rows) {
    unseen.delete(file);
    for (const { line, item } of checked) {
      draws.add(file, item);
      yield { file: file.path, line, item };
    }
  }
  // An unreadable file is only a finding to the validation; reading it here throws, as nothing can be proven then.
  yield* readGraderRows([...unseen], signal);
}

/** When a job is checked, and how to stop that. */
export interface JobCheckOptions {
  today: Date;
  signal?: AbortSignal;
}

/** Checks all we can before a job is sent: settings, then rows, then the grader on the rows. */
export async function checkJob(
  job: UsableJob,
  rules: RuleSet,
  { today, signal }: JobCheckOptions,
): Promise<JobCheck> {
  const { spec } = job;
  const { grader } = spec;
  const files = localDataFiles(spec);
  const settings = settingsFindings(job, rules, { today });
  const { responseFormat } = spec;
  const format = responseFormat ? checkResponseFormat(responseFormat) : [];
  const { references } = rowReferences(grader);
  const validation = startValidation(files, {
    rules,
    references,
    requireReference: references.length > 0,
    responseFormat,
    tokens: "auto",
    sha256: true,
    model: spec.file.model,
    ...(signal && { signal }),
  });
  const draws = drawRows();
  const proof = await checkGrader({
    grader,
    rules,
    rows: proofRows(files, validation, { draws, signal }),
    ...(responseFormat && { responseFormat }),
    ...(signal && { signal }),
  });
  const data = await validation.finish();
  // The row check has already reported unresolved templates, row by row.
  const ofGrader = proof.findings.filter(
    ({ code, file }) => code !== "template-unresolved" || file === undefined,
  );
  const findings = [
    ...settings,
    ...format,
    ...data.findings,
    ...ofGrader.map((finding) => grader.place(finding)),
  ];
  const read = data.files.filter(({ sha256 }) => sha256 !== undefined);
  return { findings, summary: summarizeFindings(findings), facts: draws.facts(spec, read) };
}
