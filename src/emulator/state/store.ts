import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type * as z from "zod";
import { readFailure } from "#files/read-failure.js";
import { writeWhole } from "#files/write-whole.js";
import { RftError } from "#errors.js";
import { parseJson } from "#json/json-value.js";
import { type JobRecord, type State, savedJob, savedState } from "./state.js";

/** The data dir: `state.json`, one file per job in `jobs`, the bytes of uploads in `files`. */
export interface Store {
  readonly state: State;
  /** Simulated unix seconds of the last save; undefined in a new data dir. */
  readonly savedAt: number | undefined;
  /** Writes what has changed since the last save, each file atomically. */
  save(time: number): Promise<void>;
  /** The path of an upload's bytes. */
  contentPath: (fileId: string) => string;
}

/** A saved file's value; undefined where there is no file. */
async function readSaved<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  try {
    return schema.parse(parseJson(text));
  } catch (error) {
    throw new RftError("input", `${path}: not a state of this version of the emulator`, {
      hint: "Start the emulator with another data dir, or delete this one.",
      cause: error,
    });
  }
}

async function makeFolders(dataDir: string): Promise<void> {
  try {
    await mkdir(join(dataDir, "jobs"), { recursive: true });
    await mkdir(join(dataDir, "files"), { recursive: true });
  } catch (error) {
    throw new RftError("input", `${dataDir}: cannot be made a data dir: ${readFailure(error)}`, {
      hint: "Choose another folder with --data-dir.",
      cause: error,
    });
  }
}

/**
 * Opens a data dir, creating it if missing. Only one process may have it open.
 * @throws RftError `input` where the dir holds something that is not the emulator's.
 */
export async function openStore(dataDir: string): Promise<Store> {
  const jobPath = (id: string) => join(dataDir, "jobs", `${id}.json`);
  const statePath = join(dataDir, "state.json");
  await makeFolders(dataDir);
  const saved = await readSaved(statePath, savedState);
  const written = new Map<string, JobRecord>();
  for (const id of saved?.jobs ?? []) {
    const job = await readSaved(jobPath(id), savedJob);
    if (job) written.set(id, job);
  }
  const state: State = {
    counter: saved?.counter ?? 0,
    files: new Map(saved?.files.map((file) => [file.id, file])),
    jobs: new Map(written),
  };

  async function save(time: number): Promise<void> {
    for (const job of state.jobs.values()) {
      if (written.get(job.id) === job) continue;
      await writeWhole(jobPath(job.id), JSON.stringify(job));
      written.set(job.id, job);
    }
    const { counter, files, jobs } = state;
    const now: z.infer<typeof savedState> = {
      version: 1,
      time,
      counter,
      files: [...files.values()],
      jobs: [...jobs.keys()],
    };
    await writeWhole(statePath, JSON.stringify(now));
    for (const id of written.keys()) {
      if (jobs.has(id)) continue;
      await rm(jobPath(id), { force: true });
      written.delete(id);
    }
  }

  return { state, savedAt: saved?.time, save, contentPath: (fileId) => join(dataDir, "files", fileId) };
}
