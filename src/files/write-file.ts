import { link, mkdir, open, realpath, rename, rm, stat } from "node:fs/promises";
import { RftError } from "#errors.js";
import { draftPath } from "./write-whole.js";

/** A file being written: nothing appears at its path before `commit`. */
export interface OutputFile {
  /** Buffers text and writes it in larger pieces. */
  write(text: string): Promise<void>;
  /** Gives the file its name. */
  commit(): Promise<void>;
  /** Removes what has been written, unless it was committed. */
  discard(): Promise<void>;
}

/** Where an output goes, and what it may replace. */
export interface OutputTarget {
  /** As given; shown in errors. */
  path: string;
  absolutePath: string;
  /** Whether an existing file may be replaced. */
  force: boolean;
  /** The absolute paths of the inputs: never replaced. */
  inputs?: readonly string[];
}

/** A folder to write to. */
export type OutputFolder = Pick<OutputTarget, "path" | "absolutePath">;

/** The operating system's error codes in plain words, for a failed write. */
const reasons: Record<string, string> = {
  EACCES: "may not be written there",
  EPERM: "may not be written there",
  EROFS: "the file system is read-only",
  ENOENT: "no such folder",
  ENOTDIR: "its folder is a file",
  ENOSPC: "the disk is full",
  ENAMETOOLONG: "the name is too long",
  EEXIST: "it is a file",
};

/** Characters to buffer before a write. */
const pieceLength = 256 * 1024;

/**
 * Opens an output as a draft next to its final path, so that a reader of the path sees the whole file or none.
 * @throws RftError `usage` where a file exists and may not be replaced, where it is an input, or where it is not a
 * regular file; `input` where its folder cannot be written.
 */
export async function openOutput(target: OutputTarget): Promise<OutputFile> {
  await refuseTaken(target);
  // Keep a symbolic link and replace its target.
  const place = await realpath(target.absolutePath).catch(() => target.absolutePath);
  const temporary = draftPath(place);
  const handle = await attempt(target, () => open(temporary, "wx"));
  let gathered = "";
  let isOpen = true;

  const flush = async () => {
    const text = gathered;
    gathered = "";
    if (text !== "") await attempt(target, () => handle.appendFile(text));
  };
  const close = async () => {
    if (isOpen) await handle.close();
    isOpen = false;
  };
  return {
    async write(text) {
      gathered += text;
      if (gathered.length >= pieceLength) await flush();
    },
    async commit() {
      await flush();
      await close();
      if (target.force) await attempt(target, () => rename(temporary, place));
      else await nameAnew(target, temporary);
    },
    async discard() {
      await close();
      await rm(temporary, { force: true });
    },
  };
}

/**
 * Creates a folder and any missing parents.
 * @throws RftError `input` where that fails
 */
export async function makeFolder({ path, absolutePath }: OutputFolder): Promise<void> {
  try {
    await mkdir(absolutePath, { recursive: true });
  } catch (error) {
    throw new RftError("input", `${path}: cannot be made a folder: ${reasonOf(error)}`, {
      hint: "Name another folder, in a place that you may write to.",
      cause: error,
    });
  }
}

async function refuseTaken({ path, absolutePath, force, inputs = [] }: OutputTarget): Promise<void> {
  const status = await stat(absolutePath).catch(() => undefined);
  if (!status) return;
  for (const input of inputs) {
    const source = await stat(input).catch(() => undefined);
    if (source?.ino !== status.ino || source.dev !== status.dev) continue;
    throw new RftError("usage", `${path}: the output is the input itself`, {
      hint: "Name another file; the input is never changed.",
    });
  }
  if (!status.isFile()) {
    throw new RftError("usage", `${path}: ${status.isDirectory() ? "is a folder" : "is no regular file"}`, {
      hint: "Name a file to write.",
    });
  }
  if (!force) throw alreadyThere(path);
}

function alreadyThere(path: string): RftError {
  return new RftError("usage", `${path}: there is such a file already`, {
    hint: "Name another, or add --force to replace it.",
  });
}

/** Names the file only if the name is still free: a rename would replace a file that appeared meanwhile. */
async function nameAnew(target: OutputTarget, temporary: string): Promise<void> {
  try {
    await link(temporary, target.absolutePath);
  } catch (error) {
    if (codeOf(error) === "EEXIST") throw alreadyThere(target.path);
    // Some file systems have no hard links; the name was free when we started.
    await attempt(target, () => rename(temporary, target.absolutePath));
    return;
  }
  await rm(temporary, { force: true });
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

function reasonOf(error: unknown): string {
  return reasons[codeOf(error)] ?? (error instanceof Error ? error.message : String(error));
}

async function attempt<T>({ path }: OutputTarget, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw new RftError("input", `${path}: cannot be written: ${reasonOf(error)}`, {
      hint: "Name a file in a folder that is there and that you may write to.",
      cause: error,
    });
  }
}
