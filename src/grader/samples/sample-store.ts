import { createHash } from "node:crypto";
import { appendFile, mkdir, readFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import type { DataFile } from "#dataset/read/source.js";
import { readFailure } from "#files/read-failure.js";
import { RftError } from "#errors.js";
import { type SampleLine, readSamples } from "./read-samples.js";
import type { SampleSettings } from "./sample-request.js";

/** A growing file of answers, so that none is asked for twice. */
export interface SampleStore {
  /** Relative to the current folder. */
  readonly path: string;
  /** The stored lines in order; none if there is no file yet. */
  read(signal?: AbortSignal): AsyncIterable<SampleLine[]>;
  /**
   * Adds a line; calls run one after the other.
   * @throws RftError `input` if the file cannot be written
   */
  append(line: string): Promise<void>;
}

const folder = join(".rft", "samples");

/**
 * The file of a deployment's answers under one set of settings, in `.rft/samples`: answers from another deployment, or
 * to another response format, never get into it.
 */
export function openSampleStore(cwd: string, deployment: string, settings: SampleSettings): SampleStore {
  const key = createHash("sha256")
    .update(JSON.stringify([deployment, settings]))
    .digest("hex");
  const name = (deployment.split(" ").at(-1) ?? "").replaceAll(/[^\w.-]/g, "_");
  const absolutePath = resolve(cwd, folder, `${name}-${key.slice(0, 8)}.jsonl`);
  const file: DataFile = { path: relative(cwd, absolutePath), absolutePath, role: "training" };
  let tail: Promise<unknown> | undefined;
  const write = async (text: string) => {
    try {
      await mkdir(dirname(absolutePath), { recursive: true });
      await appendFile(absolutePath, text);
    } catch (error) {
      throw new RftError("input", `${file.path}: ${readFailure(error)}`, {
        hint: "The answers are kept there; make the folder writable.",
        cause: error,
      });
    }
  };
  /** A line cut off when a run was killed must not swallow the next one. */
  const mend = async () => {
    const isCut = await endsInsideLine(absolutePath);
    if (isCut) await write("\n");
  };
  return {
    path: file.path,
    async *read(signal) {
      if ((await endsInsideLine(absolutePath)) === undefined) return;
      yield* readSamples(file, { signal });
    },
    append(line) {
      const written = (tail ?? mend()).then(async () => write(`${line}\n`));
      tail = written;
      return written;
    },
  };
}

/** Undefined if there is no file. */
async function endsInsideLine(path: string): Promise<boolean | undefined> {
  try {
    const text = await readFile(path, "latin1");
    return text !== "" && !text.endsWith("\n");
  } catch {
    return undefined;
  }
}
