import { randomUUID } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** A draft's name next to the file it will become: on the same disk, and unique even if others write the file too. */
export function draftPath(path: string): string {
  return join(dirname(path), `.rft-${randomUUID()}.tmp`);
}

/** Writes a file atomically: a reader sees all of it or what was there before. Rejects with Node's own error. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const draft = draftPath(path);
  try {
    await writeFile(draft, text, { flag: "wx" });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
