import { RftError } from "#errors.js";
import type { FileToSend, FineTuningApi, Job } from "#service/api.js";
import type { Plan, PlanFacts } from "./plan.js";
import type { JobDataFile, JobSpec } from "#job/spec/spec.js";
import { type CreatedJob, createOnce } from "./create-once.js";
import { findSubmitted } from "./find-submitted.js";
import { type SubmittedFile, fileToSend, placeFile } from "./place-file.js";
import type { SubmitOptions } from "./submit-options.js";

/** A job at the service: created now, or the same one that stood there. */
export interface Submission extends CreatedJob {
  files: SubmittedFile[];
  fingerprint: string;
}

/** A job as it is to be submitted, with what is known of its files. */
export interface PlannedJob {
  spec: JobSpec;
  /** Made for the endpoint where it is submitted. */
  plan: Plan;
  facts: PlanFacts;
}

type Role = "training" | "validation";

interface JobPart {
  role: Role;
  /** As the person wrote it: a path or an id. */
  path: string;
  /** Absent where it stands at the service. */
  file?: FileToSend;
}

function partOf(role: Role, { spec, facts }: PlannedJob): JobPart[] {
  const file: JobDataFile | undefined = spec[role];
  if (!file) return [];
  if (file.kind === "id") return [{ role, path: file.id }];
  const sent = fileToSend(file, facts[role]);
  return [{ role, path: file.path, ...(sent && { file: sent }) }];
}

/** The files of a job that stands at the service, by the names they have here. */
function filesOf(job: Job, parts: readonly JobPart[]): SubmittedFile[] {
  return parts.map(({ role, path }) => {
    const id = role === "training" ? job.training_file : job.validation_file;
    return { path, id: id ?? path, reused: true };
  });
}

/** An error with what this run has left behind at the service. */
function withUnused(error: unknown, uploaded: readonly SubmittedFile[]): unknown {
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
 * Carries out a plan: finds the job where it was submitted before; else uploads its files, where their content is not
 * there already, waits until they are processed, and creates the job. The create request is sent once, and one process
 * at a time does this in a folder.
 * @throws RftError `outcome-unknown` where a job may have been created that cannot be found
 */
export async function submitJob(
  api: FineTuningApi,
  planned: PlannedJob,
  options: SubmitOptions,
): Promise<Submission> {
  const { fingerprint, request } = planned.plan;
  const parts = [...partOf("training", planned), ...partOf("validation", planned)];
  if (fingerprint === undefined) throw new Error("the plan was made for no endpoint");
  const identity = { fingerprint, endpoint: api.endpoint };
  return options.ledger.exclusively(async () => {
    await options.progress("looking for the same job at the service");
    const there = await findSubmitted(api, identity, options);
    if (there) return { created: false, job: there, files: filesOf(there, parts), fingerprint };
    const uploaded: SubmittedFile[] = [];
    try {
      const files: SubmittedFile[] = [];
      const ids: { training_file?: string; validation_file?: string } = {};
      for (const { role, path, file } of parts) {
        const placed = file
          ? await placeFile(api, { path, file }, options, (one) => uploaded.push(one))
          : { path, id: path, reused: true };
        files.push(placed);
        ids[`${role}_file`] = placed.id;
      }
      await options.progress("creating the job");
      const body = { ...request, ...ids };
      return { ...(await createOnce({ api, request: body, identity, options })), files, fingerprint };
    } catch (error) {
      throw withUnused(error, uploaded);
    }
  });
}
