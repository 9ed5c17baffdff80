import type { DataFile } from "#dataset/read/source.js";
import { placeFinding } from "#document/place-finding.js";
import { FindingsError } from "#errors.js";
import type { Finding } from "#finding.js";
import type { RuleSet } from "#rules/rule-set.js";
import { checkSpec } from "./check-spec.js";
import { type LoadedJob, loadJob } from "./read-spec.js";
import { type JobSpec, dataFiles } from "./spec.js";

/** A job that was read whole. */
export type UsableJob = LoadedJob & { spec: JobSpec };

/**
 * A job file that must be usable.
 * @throws RftError `input` where it cannot be read or parsed; FindingsError with all that is wrong in it
 */
export async function readUsableJob(path: string, cwd: string, rules: RuleSet): Promise<UsableJob> {
  const job = await loadJob(path, cwd, {}, rules);
  const { spec } = job;
  if (!spec) throw new FindingsError(job.findings);
  return { ...job, spec };
}

/** What is wrong with a job's settings, with places in its file. */
export function settingsFindings({ spec, document }: UsableJob, rules: RuleSet): Finding[] {
  return checkSpec(spec, rules).map((finding) => (document ? placeFinding(finding, document) : finding));
}

/** The data files of a job that are here, not at the service. */
export function localDataFiles(spec: JobSpec): DataFile[] {
  return dataFiles(spec).filter((file) => file.kind === "path");
}
