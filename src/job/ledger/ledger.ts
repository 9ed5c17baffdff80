import { closeSync, fdatasyncSync, fstatSync, mkdirSync, openSync, readSync, writeSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readFailure } from "#files/read-failure.js";
import { RftError } from "#errors.js";
import { type LockOptions, withLock } from "#files/folder-lock.js";
import { type LedgerEntry, type NewEntry, parseLedgerLine } from "./ledger-entry.js";

/** What was submitted, uploaded and paused from this folder, in order. */
export interface Ledger {
  /** Appends an entry as one line, on disk before this resolves. */
  append(entry: NewEntry): Promise<void>;
  /** Every readable entry, oldest first. */
  entries(): Promise<LedgerEntry[]>;
  /** The id of the job submitted last; undefined if there is none. */
  latestJob(): Promise<string | undefined>;
  /** Runs `work` while no other process does so in this folder; locks of dead processes do not count. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
}

/** What a ledger needs from outside. */
export interface LedgerOptions extends LockOptions {
  now(): Date;
  /** Called once for each damaged line: `.rft/ledger.jsonl:7: not JSON`. */
  onDamage(text: string): void;
}

/** The subfolder where rft keeps its state. */
const stateFolder = ".rft";
const shownPath = `${stateFolder}/ledger.jsonl`;

function cannotKeep(path: string, error: unknown): RftError {
  return new RftError("input", `${path}: cannot be written: ${readFailure(error)}`, {
    hint: "What was submitted is remembered there, so that it is not submitted twice: run rft in a folder you may write to.",
    cause: error,
  });
}

/** A line break if the last writer died mid-line, so that the damage stays on that line. */
function lineEnd(descriptor: number): string {
  const { size } = fstatSync(descriptor);
  const last = Buffer.alloc(1);
  if (size === 0 || readSync(descriptor, last, 0, 1, size - 1) === 0) return "";
  return last.toString() === "\n" ? "" : "\n";
}

/** A single append write, so that the lines of two processes never mix. */
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
 * The ledger of a working folder: `.rft/ledger.jsonl`, one JSON object per line, append-only. It holds ids, hashes,
 * names, times and stop rules, but no secrets. A damaged line is reported and skipped. Nothing is created before the
 * first entry or lock.
 */
export function openLedger(folder: string, options: LedgerOptions): Ledger {
  const home = join(folder, stateFolder);
  const path = join(home, "ledger.jsonl");
  const reported = new Set<number>();

  const makeHome = async () => {
    try {
      mkdirSync(home, { recursive: true });
      // The state belongs to this machine and this copy.
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
