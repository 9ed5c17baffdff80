import type { DataFile } from "#dataset/read/source.js";
import { placeFinding } from "#document/place-finding.js";
import { FindingsError } from "#errors.js";
import type { Finding } from "#finding.js";
import { judgeRetirementFindings } from "#job/retirement/judge-retirement.js";
import { modelRetirementFinding } from "#job/retirement/model-retirement.js";
import type { RetirementWindow } from "#job/retirement/retirement-window.js";
import type { RuleSet } from "#rules/rule-set.js";
import { checkSpec } from "./check-spec.js";
import { type LoadedJob, loadJob } from "./read-spec.js";
import { type JobSpec, dataFiles } from "./spec.js";

/** A job that was read without errors. */
export type UsableJob = LoadedJob & { spec: JobSpec };

/**
 * Reads a job file that must be usable.
 * @throws RftError `input` if it cannot be read or parsed; FindingsError with all that is wrong in it
 */
export async function readUsableJob(path: string, cwd: string, rules: RuleSet): Promise<UsableJob> {
  const job = await loadJob(path, cwd, {}, rules);
  const { spec } = job;
  if (!spec) throw new FindingsError(job.findings);
  return { ...job, spec };
}

/** Findings on a job's settings and on the dates its models retire, with positions in the files they stand in. */
export function settingsFindings(
  { spec, document }: UsableJob,
  rules: RuleSet,
  window: RetirementWindow,
): Finding[] {
  const { file, grader } = spec;
  const ofModel = modelRetirementFinding(file.model, rules, window);
  const settings = checkSpec(spec, rules);
  if (ofModel) settings.push({ ...ofModel, pointer: "/model" });
  const ofJudges = grader.config ? judgeRetirementFindings(grader.config, rules, window) : [];
  return [
    ...settings.map((finding) => (document ? placeFinding(finding, document) : finding)),
    ...ofJudges.map((finding) => grader.place(finding)),
  ];
}

/** A job's local data files, as opposed to those at the service. */
export function localDataFiles(spec: JobSpec): DataFile[] {
  return dataFiles(spec).filter((file) => file.kind === "path");
}
