import { RftError } from "#errors.js";
import type { FineTuningApi } from "#service/api.js";
import type { Plan } from "./plan.js";
import { type JobDataFile, type JobSpec, type PlanFacts, dataFiles } from "#job/spec/spec.js";
import { localDataFiles } from "#job/spec/usable-job.js";
import { type CreatedJob, createOnce } from "./create-once.js";
import { findSubmitted } from "./find-submitted.js";
import { placeFile, toSend } from "./place-file.js";
import type { SubmitOptions } from "./submit-options.js";

/** A job at the service: just created, or the same one found there. */
export interface Submission extends CreatedJob {
  /** As the service has them; `reused` if it already had them. */
  files: { path: string; id: string; reused: boolean }[];
  fingerprint: string;
}

/** A job ready to submit, with what is known of its files. */
export interface PlannedJob {
  spec: JobSpec;
  /** Made for the endpoint it is submitted to. */
  plan: Plan;
  facts: PlanFacts;
}

/** A file as the user wrote it. */
function written(file: JobDataFile): string {
  return file.kind === "id" ? file.id : file.path;
}

/** The error, with a hint about the files this run has left at the service. */
function withUnused(error: unknown, uploaded: readonly { path: string; id: string }[]): unknown {
  if (!(error instanceof RftError) || error.code === "outcome-unknown" || uploaded.length === 0) return error;
  const ids = uploaded.map(({ id }) => id).join(" ");
  const names = uploaded.map(({ path, id }) => `${path} as ${id}`).join(", ");
  const { message, cause, status, requestId, hint } = error;
  const left = `Uploaded and not used: ${names}. The next submit finds them; to delete them: rft files delete ${ids}`;
  return new RftError(error.code, message, {
    hint: hint === undefined ? left : `${hint}\n${left}`,
    cause,
    ...(status !== undefined && { status }),
    ...(requestId !== undefined && { requestId }),
  });
}

/**
 * Carries out a plan: returns the job if it was submitted before; otherwise uploads files whose content is not at the
 * service yet, waits until they are processed, and creates the job. The create request is sent once, and only one
 * process at a time does this in a folder.
 * @throws RftError `outcome-unknown` if a job may have been created but cannot be found
 */
export async function submitJob(
  api: FineTuningApi,
  { spec, plan, facts }: PlannedJob,
  options: SubmitOptions,
): Promise<Submission> {
  const { fingerprint, request } = plan;
  const wanted = dataFiles(spec);
  const sent = new Map(localDataFiles(spec).map((file) => [file.role, toSend(file, facts[file.role])]));
  if (fingerprint === undefined) throw new Error("the plan was made for no endpoint");
  const identity = { fingerprint, endpoint: api.endpoint };
  return options.ledger.exclusively(async () => {
    await options.progress("looking for the same job at the service");
    const there = await findSubmitted(api, identity, options);
    if (there) {
      const files = wanted.map((one) => {
        const path = written(one);
        return { path, id: there[`${one.role}_file`] ?? path, reused: true };
      });
      return { created: false, job: there, files, fingerprint };
    }
    const uploaded: { path: string; id: string }[] = [];
    try {
      const files: Submission["files"] = [];
      const body = { ...request };
      for (const one of wanted) {
        const [path, file] = [written(one), sent.get(one.role)];
        const placed = file
          ? await placeFile(api, { path, file }, options, (id) => uploaded.push({ path, id }))
          : { id: path, reused: true };
        files.push({ path, ...placed });
        body[`${one.role}_file`] = placed.id;
      }
      await options.progress("creating the job");
      return { ...(await createOnce({ api, request: body, identity, options })), files, fingerprint };
    } catch (error) {
      throw withUnused(error, uploaded);
    }
  });
}
