import { checkResponseFormat } from "#dataset/response-format/check-response-format.js";
import type { DataFile, DataRole } from "#dataset/read/source.js";
import { validateFiles } from "#dataset/validate/validate.js";
import { type Finding, type FindingSummary, summarizeFindings } from "#finding.js";
import { checkGrader } from "#grader/proof/check-grader.js";
import { readGraderRows } from "#grader/proof/read-grader-rows.js";
import { rowReferences } from "#grader/score/row-references.js";
import type { GraderRow } from "#grader/proof/unresolved-references.js";
import type { RuleSet } from "#rules/rule-set.js";
import { type UsableJob, localDataFiles, settingsFindings } from "#job/spec/usable-job.js";
import { drawRows } from "#job/estimate/estimate-facts.js";
import type { PlanFacts } from "#job/spec/spec.js";

/** What was found in a job's settings, data and grader, and what its plan needs to know of the files. */
export interface JobCheck {
  findings: Finding[];
  summary: FindingSummary;
  /** Of the files that could be read. */
  facts: PlanFacts;
}

/** The rows of a job's files for the proof of its grader; some are kept, from which judges are measured. */
function drawingRows(files: readonly DataFile[], signal: AbortSignal | undefined) {
  const draws = new Map(files.map(({ role }) => [role, drawRows()]));
  async function* rows(): AsyncGenerator<GraderRow> {
    for (const file of files) {
      for await (const row of readGraderRows([file], signal)) {
        draws.get(file.role)?.add(row.item);
        yield row;
      }
    }
  }
  return { rows: rows(), drawn: (role: DataRole) => draws.get(role)?.shuffled() ?? [] };
}

/** Everything that can be known of a job before it is sent: settings, then rows, then the grader on the rows. */
export async function checkJob(job: UsableJob, rules: RuleSet, signal?: AbortSignal): Promise<JobCheck> {
  const { spec } = job;
  const { grader } = spec;
  const files = localDataFiles(spec);
  const settings = settingsFindings(job, rules);
  const { responseFormat } = spec;
  const format = responseFormat ? checkResponseFormat(responseFormat) : [];
  const { references } = rowReferences(grader);
  const requireReference = references.length > 0;
  const data = await validateFiles(files, {
    rules,
    references,
    requireReference,
    responseFormat,
    tokens: "auto",
    sha256: true,
    model: spec.file.model,
    ...(signal && { signal }),
  });
  const { rows, drawn } = drawingRows(files, signal);
  const proof = await checkGrader({
    grader,
    rules,
    rows,
    ...(spec.responseFormat && { responseFormat: spec.responseFormat }),
    ...(signal && { signal }),
  });
  // The rows' check has named unresolved templates already, row by row.
  const ofGrader = proof.findings.filter(
    ({ code, file }) => code !== "template-unresolved" || file === undefined,
  );
  const findings = [
    ...settings,
    ...format,
    ...data.findings,
    ...ofGrader.map((finding) => grader.place(finding)),
  ];
  const facts: PlanFacts = {};
  for (const file of data.files)
    if (file.sha256 !== undefined) facts[file.role] = { ...file, drawn: drawn(file.role) };
  return { findings, summary: summarizeFindings(findings), facts };
}
