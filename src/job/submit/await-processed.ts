import { RftError } from "#errors.js";
import type { RetryPolicy } from "#retry/back-off.js";
import { outagePolicy } from "#retry/outage-policy.js";
import { poll } from "#retry/poll.js";
import type { FineTuningApi, ServiceFile } from "#service/api.js";
import type { SubmitOptions } from "./submit-options.js";

/** The final statuses of a file. */
const ends = new Set<unknown>(["processed", "error", "deleted"]);

function tooLong({ id, status }: ServiceFile, path: string, seconds: number): RftError {
  return new RftError("timeout", `${path}: ${id} is still ${status ?? "pending"} after ${seconds} s`, {
    hint: "Nothing was created. Submit again later: the file is used again.",
  });
}

/** Seconds between two polls at most. */
const longest = 5;

const outage = outagePolicy(longest);

/** Somebody waits for this: a sign-in that is refused is said at once, not waited out as on a night's watch. */
const policy: RetryPolicy = {
  ...outage,
  limitOf: (error) =>
    error instanceof RftError && error.code === "authentication" ? undefined : outage.limitOf(error),
};

/**
 * Waits until a file is processed: a job that names it earlier is refused. Transient faults are waited out.
 * @throws RftError `refused` with the service's message if processing fails, `timeout` if it takes too long
 */
export async function awaitProcessed(
  api: FineTuningApi,
  file: ServiceFile,
  path: string,
  { sleep, elapsed, fileTimeout }: Pick<SubmitOptions, "sleep" | "elapsed" | "fileTimeout">,
): Promise<void> {
  const settled = await poll(file, {
    look: () => api.getFile(file.id),
    isUnderWay: (seen) => !ends.has(seen.status),
    first: 0.25,
    longest,
    policy,
    timeout: fileTimeout / 1000,
    tooLong: (seen, fault) => fault ?? tooLong(seen, path, Math.round(fileTimeout / 1000)),
    elapsed,
    sleep,
  });
  if (settled.status === "processed") return;
  const words = settled.status_details ?? "the service gives no reason";
  throw new RftError("refused", `${path}: the service could not process the file ${file.id}: ${words}`, {
    hint: `Check it with: rft validate-data ${path}`,
  });
}
