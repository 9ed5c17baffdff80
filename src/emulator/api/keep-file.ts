import { rename, rm } from "node:fs/promises";
import { processingSeconds } from "#emulator/simulate/schedule.js";
import type { Present, EmulatedService } from "#emulator/simulate/emulated-service.js";
import type { FileRecord } from "#emulator/state/state.js";
import { checkFileQuota } from "./check-file-quota.js";
import type { Upload } from "./receive-upload.js";

/**
 * Registers content received at a path as a file of the service.
 * @throws Refused where it exceeds the quota, after removing the content
 */
export async function keepFile(
  path: string,
  { filename, purpose, bytes, sha256 }: Upload,
  { service, present }: { service: EmulatedService; present: Present },
): Promise<FileRecord> {
  try {
    checkFileQuota(bytes, present);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  const { now, state } = present;
  const id = present.newId("file");
  await rename(path, service.contentPath(id));
  const file = { id, createdAt: now, processedAt: now + processingSeconds, filename, purpose, bytes, sha256 };
  state.files.set(id, file);
  return file;
}
