import { closeSync, fdatasyncSync, fstatSync, mkdirSync, openSync, readSync, writeSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readFailure } from "#files/read-failure.js";
import { RftError } from "#errors.js";
import { type LockOptions, withLock } from "#files/folder-lock.js";
import { type LedgerEntry, type NewEntry, parseLedgerLine } from "./ledger-entry.js";

/** What this folder has submitted, uploaded and paused, in the order it happened. */
export interface Ledger {
  /** Writes an entry at the end, whole or not at all, on the disk before this resolves. */
  append(entry: NewEntry): Promise<void>;
  /** Every entry that can be read, oldest first. */
  entries(): Promise<LedgerEntry[]>;
  /** The id of the job submitted last; undefined where there is none. */
  latestJob(): Promise<string | undefined>;
  /** Does work while no other process does so in this folder; claims of dead processes do not count. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
}

/** What a ledger needs from outside. */
export interface LedgerOptions extends LockOptions {
  now(): Date;
  /** Told of each damaged line once: `.rft/ledger.jsonl:7: not JSON`. */
  onDamage(text: string): void;
}

/** The folder inside a working folder where rft keeps what it must remember. */
const stateFolder = ".rft";
const shownPath = `${stateFolder}/ledger.jsonl`;

function cannotKeep(path: string, error: unknown): RftError {
  return new RftError("input", `${path}: cannot be written: ${readFailure(error)}`, {
    hint: "What was submitted is remembered there, so that it is not submitted twice: run rft in a folder you may write to.",
    cause: error,
  });
}

/** A line break first, where the last writer died in the middle of a line: the damage stays on that line alone. */
function lineEnd(descriptor: number): string {
  const { size } = fstatSync(descriptor);
  const last = Buffer.alloc(1);
  if (size === 0 || readSync(descriptor, last, 0, 1, size - 1) === 0) return "";
  return last.toString() === "\n" ? "" : "\n";
}

/** One write at the end of the file: appended lines of two processes never mix. */
function appendLine(path: string, line: string): void {
  const descriptor = openSync(path, "a+");
  try {
    writeSync(descriptor, `${lineEnd(descriptor)}${line}\n`);
    fdatasyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw new RftError("input", `${shownPath}: ${readFailure(error)}`, {
      hint: "It holds what was submitted from this folder; make it readable.",
      cause: error,
    });
  }
}

/**
 * The ledger of a working folder: `.rft/ledger.jsonl`, one JSON object a line, only ever added to. It holds ids, hashes,
 * names, times and stop rules, and no secret. A damaged line is told and passed over. Nothing is made before the first entry.
 */
export function openLedger(folder: string, options: LedgerOptions): Ledger {
  const home = join(folder, stateFolder);
  const path = join(home, "ledger.jsonl");
  const reported = new Set<number>();

  const makeHome = async () => {
    try {
      mkdirSync(home, { recursive: true });
      // What is remembered here is of this machine and this copy.
      await writeFile(join(home, ".gitignore"), "*\n", { flag: "wx" });
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "EEXIST") return;
      throw cannotKeep(stateFolder, error);
    }
  };

  const entries = async () => {
    const found: LedgerEntry[] = [];
    for (const [index, line] of (await readText(path)).split("\n").entries()) {
      if (line.trim() === "") continue;
      const read = parseLedgerLine(line);
      if ("entry" in read) found.push(read.entry);
      if ("damage" in read && !reported.has(index)) {
        reported.add(index);
        options.onDamage(`${shownPath}:${index + 1}: ${read.damage}`);
      }
    }
    return found;
  };

  return {
    async append(entry) {
      await makeHome();
      try {
        appendLine(path, JSON.stringify({ at: options.now().toISOString(), ...entry }));
      } catch (error) {
        throw cannotKeep(shownPath, error);
      }
    },
    entries,
    async latestJob() {
      return (await entries()).findLast((entry) => entry.kind === "submitted")?.jobId;
    },
    async exclusively(work) {
      await makeHome();
      return withLock(join(home, "lock"), options, work);
    },
  };
}
