import { RftError } from "#errors.js";
import type { FineTuningApi, ServiceFile } from "#service/api.js";
import type { SubmitOptions } from "./submit-options.js";

/** Milliseconds between two looks at a file that the service is processing: the first wait and the longest. */
const poll = { first: 250, longest: 5_000 };

/**
 * Waits until the service has processed a file: a job that names it earlier is refused.
 * @throws RftError `refused` with the service's words where it cannot, `timeout` where it takes too long
 */
export async function awaitProcessed(
  api: FineTuningApi,
  file: ServiceFile,
  path: string,
  options: Pick<SubmitOptions, "sleep" | "fileTimeout">,
): Promise<void> {
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
      const status = current.status ?? "pending";
      throw new RftError("timeout", `${path}: ${file.id} is still ${status} after ${seconds} s`, {
        hint: "Nothing was created. Submit again later: the file is used again.",
      });
    }
    await options.sleep(pause);
    waited += pause;
    pause = Math.min(poll.longest, pause * 2);
    current = await api.getFile(file.id);
  }
}
