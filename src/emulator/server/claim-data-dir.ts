import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readFailure } from "#files/read-failure.js";
import { RftError } from "#errors.js";
import { identityPath } from "./app.js";

const lockName = "port";

/** True where an emulator on that port serves that data dir. */
async function isServed(dataDir: string, port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${identityPath}`, {
      signal: AbortSignal.timeout(2000),
    });
    const answer: unknown = await response.json();
    return typeof answer === "object" && answer !== null && "dataDir" in answer && answer.dataDir === dataDir;
  } catch {
    // Nothing there, or something else: the emulator that wrote the port has died.
    return false;
  }
}

/**
 * Makes sure that no other emulator serves this data dir: two would issue the same ids and overwrite each other.
 * @throws RftError `configuration` where one does
 */
export async function refuseServedDataDir(dataDir: string): Promise<void> {
  const port = Number(await readFile(join(dataDir, lockName), "utf8").catch(() => ""));
  if (!Number.isInteger(port) || port < 1 || port > 65_535 || !(await isServed(dataDir, port))) return;
  throw new RftError(
    "configuration",
    `${dataDir} is served by an emulator at http://127.0.0.1:${port} already`,
    {
      hint: "Use that one, stop it, or choose another data dir.",
    },
  );
}

/**
 * Records in the data dir who serves it; the returned function removes the record.
 * @throws RftError `input` where it cannot be written
 */
export async function claimDataDir(dataDir: string, port: number): Promise<() => Promise<void>> {
  const path = join(dataDir, lockName);
  try {
    await writeFile(path, String(port));
  } catch (error) {
    throw new RftError("input", `${path}: cannot be written: ${readFailure(error)}`, {
      hint: "Make room there, or choose another folder with --data-dir.",
      cause: error,
    });
  }
  return () => rm(path, { force: true });
}
