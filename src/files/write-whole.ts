import { randomUUID } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** A name beside a file for what is to become it: on the same disk, and nobody else's, whoever writes the file too. */
export function draftPath(path: string): string {
  return join(dirname(path), `.rft-${randomUUID()}.tmp`);
}

/** Writes a file, so that a reader sees the whole of it or what stood there before. Rejects with Node's own error. */
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
