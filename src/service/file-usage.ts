import { allPages } from "./all-pages.js";
import type { FineTuningApi, ServiceFile } from "./api.js";

/** A file at the service and the jobs that name it, as input or result. */
export interface FileUsage {
  file: ServiceFile;
  jobs: string[];
}

/** Which files to select; all if no condition is set. */
export interface FileSelection {
  /** Only training and validation files that no job names. */
  unused?: boolean;
  /** Only files uploaded before this time. */
  before?: Date;
}

/** Every file of the resource or project, newest first, with the jobs that name it. */
export async function readFileUsage(api: FineTuningApi): Promise<FileUsage[]> {
  const users = new Map<string, string[]>();
  for await (const { id, training_file, validation_file, result_files = [] } of allPages((page) =>
    api.listJobs(page),
  )) {
    for (const file of [training_file, validation_file, ...result_files]) {
      if (file !== undefined) users.set(file, [...(users.get(file) ?? []), id]);
    }
  }
  const usages: FileUsage[] = [];
  for await (const file of allPages((page) => api.listFiles(page))) {
    usages.push({ file, jobs: users.get(file.id) ?? [] });
  }
  return usages;
}

/** The selected files. A file without a time has no known age, so `before` never selects it. */
export function selectFiles(usages: readonly FileUsage[], { unused, before }: FileSelection): FileUsage[] {
  const limit = before && before.getTime() / 1000;
  return usages.filter(({ file, jobs }) => {
    if (unused === true && (jobs.length > 0 || file.purpose !== "fine-tune")) return false;
    return limit === undefined || (file.created_at !== undefined && file.created_at < limit);
  });
}
