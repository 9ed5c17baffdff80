import {
  type Stats,
  closeSync,
  constants,
  fstatSync,
  openSync,
  readSync,
  readdirSync,
  statSync,
} from "node:fs";
import { basename, join, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { readFailure } from "#files/read-failure.js";
import { RftError } from "#errors.js";

/** What a file is for. */
export type DataRole = "training" | "validation";

/** A training or validation file, found but not yet opened. */
export interface DataFile {
  /** As given, or as found below what was given; shown in reports. `-` for standard input. */
  path: string;
  absolutePath: string;
  role: DataRole;
  /** Read from the stream handed to `readChunks`, not from the path. */
  stdin?: boolean;
}

export interface FindOptions {
  /** The base folder for relative paths; the process's own by default. */
  cwd?: string;
  /** The role of every file found; if unset, taken from each name. */
  role?: DataRole | undefined;
}

/** What `readChunks` needs besides the file. */
export interface ReadOptions {
  /** The bytes of a file whose `stdin` is set. */
  stdin?: AsyncIterable<Uint8Array> | undefined;
  /** Aborts between two chunks and throws its reason. */
  signal?: AbortSignal | undefined;
}

const validationWords = new Set(["valid", "validation", "val", "eval", "test", "dev"]);

/** Bytes per read. 1 MiB is no faster and takes half as much memory again: all rows of a chunk are alive at once. */
const chunkBytes = 64 * 1024;

/** Non-blocking: opening a named pipe would otherwise wait for a writer. */
const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** How many names to list from a folder without a data file. */
const namesShown = 5;

/**
 * The role implied by a file name: `countdown_valid_50.jsonl` is a validation file, `retrieval.jsonl` is not, because
 * `val` is not a whole word in it. Folders in the path do not count.
 */
export function roleOfName(path: string): DataRole {
  const words = basename(path)
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/);
  return words.some((word) => validationWords.has(word)) ? "validation" : "training";
}

/**
 * Finds the files for paths, globs, folders (every `.jsonl` directly inside) and `-`, in the order given; the matches
 * of one pattern are sorted by name. A file found twice is listed once.
 * @throws RftError `input` for a path that does not exist, a glob without a match, a folder without `.jsonl`.
 */
export async function findDataFiles(
  patterns: readonly string[],
  { cwd = resolve(), role }: FindOptions = {},
): Promise<DataFile[]> {
  const files = new Map<string, DataFile>();
  for (const pattern of patterns) {
    for (const path of await expandPattern(pattern, cwd)) {
      const stdin = path === "-";
      const absolutePath = stdin ? path : resolve(cwd, path);
      if (!files.has(absolutePath)) {
        files.set(absolutePath, {
          path,
          absolutePath,
          role: role ?? roleOfName(path),
          ...(stdin && { stdin }),
        });
      }
    }
  }
  return [...files.values()];
}

/** The paths that one pattern matches, as a person would write them. */
async function expandPattern(pattern: string, cwd: string): Promise<string[]> {
  if (pattern === "-") return [pattern];
  // A path that exists wins over a glob: brackets are legal in file names.
  const status = statusOf(resolve(cwd, pattern));
  if (status?.isDirectory()) return listFolder(pattern, cwd);
  if (status) return [pattern];

  const { default: glob } = await import("fast-glob");
  if (!glob.isDynamicPattern(pattern)) {
    throw new RftError("input", `${pattern}: no such file or folder`, {
      hint: `Check the path; relative paths start at ${cwd}.`,
    });
  }
  const matches = await glob(pattern, { cwd, onlyFiles: true });
  if (matches.length === 0) {
    throw new RftError("input", `${pattern}: no file matches`, {
      hint: `Check the pattern; it was searched from ${cwd}.`,
    });
  }
  return matches.toSorted();
}

/** Undefined if stat fails: opening the file later will say why. */
function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function namesIn(folder: string, cwd: string): string[] {
  try {
    return readdirSync(resolve(cwd, folder)).toSorted();
  } catch (error) {
    throw new RftError("input", `${folder}: ${readFailure(error)}`, {
      hint: "Check that the folder may be listed.",
      cause: error,
    });
  }
}

function listFolder(folder: string, cwd: string): string[] {
  const names = namesIn(folder, cwd);
  const found = names.filter((name) => name.toLowerCase().endsWith(".jsonl"));
  if (found.length > 0) return found.map((name) => join(folder, name));

  const shown = names.slice(0, namesShown).join(", ");
  const more = names.length > namesShown ? ` and ${names.length - namesShown} more` : "";
  throw new RftError("input", `${folder}: no .jsonl file in this folder`, {
    hint:
      names.length === 0 ? "The folder is empty." : `It holds ${shown}${more}; name a file, or rename it.`,
  });
}

/**
 * The bytes of a file in chunks, of 64 KiB at most for regular files, letting the event loop run between them. Reads
 * are synchronous: at these file sizes they take half the time of a stream (measured, Node 20). A chunk is valid only
 * until the next is requested, because all share one buffer: copy what you keep.
 * @throws RftError `input` if the file cannot be opened or read.
 */
export async function* readChunks(file: DataFile, options: ReadOptions = {}): AsyncGenerator<Buffer> {
  if (file.stdin) {
    yield* readStream(options);
    return;
  }
  const descriptor = attempt(file, () => openSync(file.absolutePath, openFlags));
  if (fstatSync(descriptor).isFIFO()) {
    yield* readPipe(file, descriptor, options);
    return;
  }
  try {
    const buffer = Buffer.allocUnsafeSlow(chunkBytes);
    for (;;) {
      options.signal?.throwIfAborted();
      const length = attempt(file, () => readSync(descriptor, buffer, 0, chunkBytes, null));
      if (length === 0) return;
      yield buffer.subarray(0, length);
      await setImmediate();
    }
  } finally {
    closeSync(descriptor);
  }
}

/** The bytes of a named pipe. A synchronous read would block everything, Ctrl-C included, until data arrives. */
async function* readPipe(
  file: DataFile,
  descriptor: number,
  { signal }: ReadOptions,
): AsyncGenerator<Buffer> {
  const { Socket } = await import("node:net");
  const socket = new Socket({ fd: descriptor, readable: true, writable: false, ...(signal && { signal }) });
  try {
    for await (const chunk of socket) {
      if (Buffer.isBuffer(chunk)) yield chunk;
    }
  } catch (error) {
    signal?.throwIfAborted();
    attempt(file, () => {
      throw error;
    });
  } finally {
    socket.destroy();
  }
}

/** The size of a file in bytes; undefined for a stream or pipe, or if stat fails. */
export function fileSize({ absolutePath, stdin }: DataFile): number | undefined {
  if (stdin) return undefined;
  const status = statusOf(absolutePath);
  return status?.isFile() ? status.size : undefined;
}

async function* readStream({ stdin, signal }: ReadOptions): AsyncGenerator<Buffer> {
  if (!stdin) {
    throw new RftError("input", "-: there is no standard input to read", {
      hint: "Pipe the rows in, or name a file.",
    });
  }
  for await (const chunk of stdin) {
    signal?.throwIfAborted();
    yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  }
}

/** Rereads part of a file; undefined if that is no longer possible. */
export function readBytes(file: DataFile, place: { offset: number; length: number }): Buffer | undefined {
  if (file.stdin) return undefined;
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file.absolutePath, openFlags);
    if (!fstatSync(descriptor).isFile()) return undefined;
    const bytes = Buffer.alloc(place.length);
    const length = readSync(descriptor, bytes, 0, place.length, place.offset);
    return length === place.length ? bytes : undefined;
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Turns an operating system error into one that names the file. */
function attempt<T>(file: DataFile, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new RftError("input", `${file.path}: ${readFailure(error)}`, {
      hint: "Check that the path names a file and that you may read it.",
      cause: error,
    });
  }
}
