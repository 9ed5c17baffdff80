import type { DataFile } from "#dataset/read/source.js";
import { placeFinding } from "#document/place-finding.js";
import { FindingsError } from "#errors.js";
import type { Finding } from "#finding.js";
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

/** Findings on a job's settings, with positions in its file. */
export function settingsFindings({ spec, document }: UsableJob, rules: RuleSet): Finding[] {
  return checkSpec(spec, rules).map((finding) => (document ? placeFinding(finding, document) : finding));
}

/** A job's local data files, as opposed to those at the service. */
export function localDataFiles(spec: JobSpec): DataFile[] {
  return dataFiles(spec).filter((file) => file.kind === "path");
}
