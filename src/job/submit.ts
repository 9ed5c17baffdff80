import { basename } from "node:path";
import { RftError } from "../errors.js";
import type { FineTuningApi, Job, ServiceFile } from "./api.js";
import type { Plan } from "./plan.js";
import type { JobDataFile, JobSpec } from "./spec.js";

/** A file of the job as it stands at the service. */
export interface SubmittedFile {
  path: string;
  id: string;
  reused: boolean;
}

/** A job that was created. */
export interface Submission {
  job: Job;
  files: SubmittedFile[];
}

/** What carrying out a plan needs from outside. */
export interface SubmitOptions {
  /** Resolves after so many milliseconds; rejects when interrupted. */
  sleep(milliseconds: number): Promise<void>;
  /** Told what is under way, one short sentence each. */
  progress(step: string): Promise<void>;
  /** Milliseconds to wait for one file at the most. */
  fileTimeout: number;
}

/** Milliseconds between two looks at a file that the service is processing: the first wait and the longest. */
const poll = { first: 250, longest: 5_000 };

/** Waits until the service has processed a file: a job that names it earlier is refused. */
async function awaitProcessed(api: FineTuningApi, file: ServiceFile, path: string, options: SubmitOptions) {
  let current = file;
  let pause = poll.first;
  let waited = 0;
  while (current.status !== "processed") {
    if (current.status === "error" || current.status === "deleted") {
      const words = current.status_details ?? "the service gives no reason";
      throw new RftError("refused", `${path}: the service could not process the file ${file.id}: ${words}`, {
        hint: `Check it with: rft validate-data ${path}`,
      });
    }
    if (waited >= options.fileTimeout) {
      const seconds = Math.round(options.fileTimeout / 1000);
      throw new RftError(
        "timeout",
        `${path}: ${file.id} is still ${current.status ?? "pending"} after ${seconds} s`,
        {
          hint: "Nothing was created. Submit again later.",
        },
      );
    }
    await options.sleep(pause);
    waited += pause;
    pause = Math.min(poll.longest, pause * 2);
    current = await api.getFile(file.id);
  }
}

async function place(api: FineTuningApi, file: JobDataFile, options: SubmitOptions): Promise<SubmittedFile> {
  if (file.kind === "id") return { path: file.id, id: file.id, reused: true };
  await options.progress(`uploading ${file.path}`);
  const uploaded = await api.uploadFile(file.absolutePath, basename(file.path));
  await options.progress(`waiting until ${file.path} is processed`);
  await awaitProcessed(api, uploaded, file.path, options);
  return { path: file.path, id: uploaded.id, reused: false };
}

/**
 * Carries out a plan: uploads the files, waits until they are processed, creates the job. The create request is
 * sent once; where its outcome cannot be known the error says so (`outcome-unknown`).
 */
export async function submitJob(
  api: FineTuningApi,
  spec: JobSpec,
  plan: Plan,
  options: SubmitOptions,
): Promise<Submission> {
  const training = await place(api, spec.training, options);
  const validation = spec.validation && (await place(api, spec.validation, options));
  await options.progress("creating the job");
  const job = await api.createJob({
    ...plan.request,
    training_file: training.id,
    ...(validation && { validation_file: validation.id }),
  });
  return { job, files: validation ? [training, validation] : [training] };
}
