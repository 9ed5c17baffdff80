import { link, mkdir, open, realpath, rename, rm, stat } from "node:fs/promises";
import { RftError } from "#errors.js";
import { draftPath } from "./write-whole.js";

/** A file in the making: nothing stands at its path before `commit`. */
export interface OutputFile {
  /** Adds text; it is written in larger pieces. */
  write(text: string): Promise<void>;
  /** Gives the file its name. */
  commit(): Promise<void>;
  /** Takes away what has been written, unless it was committed. */
  discard(): Promise<void>;
}

/** Where an output goes, and what it may replace. */
export interface OutputTarget {
  /** As given; shown in errors. */
  path: string;
  absolutePath: string;
  /** Whether a file that stands there already may be replaced. */
  force: boolean;
  /** The absolute paths that are read from: never replaced. */
  inputs?: readonly string[];
}

/** A folder to write to. */
export type OutputFolder = Pick<OutputTarget, "path" | "absolutePath">;

/** What the operating system's error codes mean to a person who wanted to write. */
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

/** Characters gathered before they are written. */
const pieceLength = 256 * 1024;

/**
 * Opens an output beside the place where it will stand, so that a reader of the path sees the whole file or none.
 * @throws RftError `usage` where a file stands there already and may not be replaced, where it is the input or no
 * regular file; `input` where its folder cannot be written.
 */
export async function openOutput(target: OutputTarget): Promise<OutputFile> {
  await refuseTaken(target);
  // A link stays one: what it leads to is replaced.
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
 * Makes a folder, and those above it, where they are not there.
 * @throws RftError `input` where that cannot be
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

/** Names the file only where nothing has that name: a rename would replace what has come there meanwhile. */
async function nameAnew(target: OutputTarget, temporary: string): Promise<void> {
  try {
    await link(temporary, target.absolutePath);
  } catch (error) {
    if (codeOf(error) === "EEXIST") throw alreadyThere(target.path);
    // Some file systems have no hard links; whether the name is free was seen at the start.
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
