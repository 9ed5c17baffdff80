import { checkResponseFormat } from "../dataset/check-response-format.js";
import type { DataFile } from "../dataset/source.js";
import { type ValidationResult, validateFiles } from "../dataset/validate.js";
import { type Finding, type FindingSummary, summarizeFindings } from "../finding.js";
import { checkGrader } from "../grader/check-grader.js";
import { readGraderRows } from "../grader/read-grader-rows.js";
import { rowReferences } from "../grader/row-references.js";
import type { RuleSet } from "../rules/rule-set.js";
import { type UsableJob, graderOfJob, localDataFiles, settingsFindings } from "./usable-job.js";
import type { DataFileFacts, PlanFacts } from "./plan.js";

/** What was found in a job's settings, data and grader, and what its plan needs to know of the files. */
export interface JobCheck {
  findings: Finding[];
  summary: FindingSummary;
  facts: PlanFacts;
}

function factsOf(result: ValidationResult, role: DataFile["role"]): DataFileFacts | undefined {
  const file = result.files.find((one) => one.role === role);
  return file?.sha256 === undefined
    ? undefined
    : { bytes: file.bytes, examples: file.examples, sha256: file.sha256 };
}

/** Everything that can be known of a job before it is sent: settings, then rows, then the grader on the rows. */
export async function checkJob(job: UsableJob, rules: RuleSet, signal?: AbortSignal): Promise<JobCheck> {
  const { spec } = job;
  const grader = graderOfJob(job);
  const files = localDataFiles(spec);
  const settings = settingsFindings(job, rules);
  const { responseFormat } = spec;
  const format = responseFormat ? checkResponseFormat(responseFormat) : [];
  const { references } = rowReferences(grader.value, rules);
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
  const proof = await checkGrader({
    value: grader.value,
    rules,
    rows: readGraderRows(files, signal),
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
  const [training, validation] = [factsOf(data, "training"), factsOf(data, "validation")];
  const facts: PlanFacts = { ...(training && { training }), ...(validation && { validation }) };
  return { findings, summary: summarizeFindings(findings), facts };
}
