import type { FineTuningApi, Job } from "#service/api.js";
import { ifFound } from "#service/if-found.js";
import { type JobIdentity, lastWord, listAllJobs } from "./create-once.js";
import { counts, isSoughtJob } from "./match-job.js";
import type { SubmitOptions } from "./submit-options.js";

/**
 * The same job from an earlier submit, if it neither failed nor was cancelled: found in the ledger, or by the
 * fingerprint in the metadata of the service's jobs. This needs none of its files.
 */
export async function findSubmitted(
  api: FineTuningApi,
  identity: JobIdentity,
  { again, ledger, rules }: SubmitOptions,
): Promise<Job | undefined> {
  if (again) return undefined;
  const word = lastWord(await ledger.entries(), identity);
  const remembered = word?.kind === "submitted" ? await ifFound(api.getJob(word.jobId)) : undefined;
  if (remembered && counts(remembered)) return remembered;
  const { fingerprint } = identity;
  const found = (await listAllJobs(api)).find(
    (job) => counts(job) && isSoughtJob(job, { fingerprint, rules }),
  );
  if (found) await ledger.append({ kind: "submitted", ...identity, jobId: found.id });
  return found;
}
