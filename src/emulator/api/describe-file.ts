import type { FileRecord } from "#emulator/state/state.js";

/** A file as the service describes it at that time, keys in the order of its recorded answers. */
export function describeFile(file: FileRecord, now: number) {
  return {
    status: now >= file.processedAt ? "processed" : "pending",
    bytes: file.bytes,
    purpose: file.purpose,
    filename: file.filename,
    id: file.id,
    created_at: Math.floor(file.createdAt),
    object: "file" as const,
  };
}
