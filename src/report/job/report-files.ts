import type { ServiceFile } from "#service/api.js";
import type { FileUsage } from "#service/file-usage.js";
import type { FileQuota } from "#rules/rule-set.js";
import { type OffsetAt, localTime } from "#words/local-time.js";
import { printable } from "#words/printable.js";
import { bytes, count } from "#words/quantities.js";

function useOf({ file, jobs }: FileUsage): string {
  if (jobs.length > 0) return printable(jobs.join(", "));
  return file.purpose === "fine-tune" ? "used by no job" : (file.purpose ?? "");
}

/** The local day of its creation. */
function dayOf({ created_at: at }: ServiceFile, offsetAt: OffsetAt): string {
  return (at !== undefined && localTime(at * 1000, offsetAt)?.day) || "-";
}

/** The total size of files. */
export function totalBytes(files: readonly ServiceFile[]): number {
  return files.reduce((sum, { bytes: size = 0 }) => sum + size, 0);
}

/** Files, one per line, and how much of the quota all of the resource's files take. */
export function reportFiles(
  shown: readonly FileUsage[],
  all: readonly FileUsage[],
  quota: FileQuota,
  offsetAt: OffsetAt,
): string {
  const lines = shown.map((usage) => {
    const { id, filename = "-", bytes: size = 0, status = "-" } = usage.file;
    return `${[id, filename, bytes(size), dayOf(usage.file, offsetAt), status].map(printable).join("  ")}  ${useOf(usage)}\n`;
  });
  const taken = totalBytes(all.map(({ file }) => file));
  return `${lines.join("")}${count(shown.length, "file")} shown; the service holds ${all.length} of ${quota.files}, ${bytes(taken)} of ${quota.bytes / 1024 ** 3} GB\n`;
}

/** What was deleted, or would be. */
export function reportDeletion(files: readonly { id: string; deleted: boolean }[], dryRun: boolean): string {
  if (files.length === 0) return "no file to delete\n";
  return files
    .map(({ id, deleted }) => {
      const done = deleted ? "deleted" : "was not there";
      return `${printable(id)} ${dryRun ? "would be deleted" : done}\n`;
    })
    .join("");
}
