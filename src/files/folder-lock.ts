import { randomInt, randomUUID } from "node:crypto";
import { mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { hostname, uptime } from "node:os";
import { join } from "node:path";
import { RftError } from "#errors.js";

/** What a lock needs to know about this machine's processes. */
export interface ProcessTable {
  /** Our own. */
  readonly pid: number;
  readonly isAlive: (pid: number) => boolean;
}

export interface LockOptions {
  processes: ProcessTable;
  /** Rejects when interrupted. */
  sleep(milliseconds: number): Promise<void>;
  /** Called once where another process holds the lock, with its name: `process 4711`. */
  onWait?(holder: string): void;
  /** Maximum wait in milliseconds; by default half an hour, which a large upload may take. */
  patience?: number;
}

const defaultPatience = 30 * 60_000;
/** Milliseconds between tries, random so that two processes that backed off for each other do not collide again. */
const pause = { least: 50, most: 250 } as const;
/** Seconds by which the clock and the machine's uptime may disagree. */
const clockTolerance = 60;

const claimName = /^(\d+)\.(.+)\.[0-9a-f-]{36}$/;

/** This process's claims; any other claim with its pid is left over from an earlier process. */
const own = new Set<string>();

async function wasBeforeThisStart(path: string): Promise<boolean> {
  const made = (await stat(path)).mtimeMs / 1000;
  return made < Date.now() / 1000 - uptime() - clockTolerance;
}

/** Whether the claim's process still runs. On another machine we cannot tell: assume that it runs. */
async function isHeld(folder: string, name: string, { pid, isAlive }: ProcessTable): Promise<boolean> {
  const [, holder = "", host] = claimName.exec(name) ?? [];
  if (host !== encodeURIComponent(hostname())) return true;
  if (Number(holder) === pid) return own.has(name);
  return isAlive(Number(holder)) && !(await wasBeforeThisStart(join(folder, name)).catch(() => true));
}

/** The claims of other live processes; removes those of dead ones. */
async function otherClaims(folder: string, mine: string, processes: ProcessTable): Promise<string[]> {
  const held: string[] = [];
  for (const name of await readdir(folder)) {
    if (name === mine || !claimName.test(name)) continue;
    if (await isHeld(folder, name, processes)) held.push(name);
    else await rm(join(folder, name), { force: true });
  }
  return held;
}

function describeHolder(name: string): string {
  const [, pid = "?", host = ""] = claimName.exec(name) ?? [];
  return host === encodeURIComponent(hostname()) ? `process ${pid}` : `process ${pid} on ${host}`;
}

/** Takes the lock if nobody holds it; else returns the claim of a holder. */
async function tryClaim(folder: string, name: string, processes: ProcessTable): Promise<string | undefined> {
  const [holder] = await otherClaims(folder, name, processes);
  if (holder !== undefined) return holder;
  await writeFile(join(folder, name), "", { flag: "wx" });
  own.add(name);
  // If two claim at the same time, at least the later one sees both claims and withdraws.
  const [rival] = await otherClaims(folder, name, processes);
  if (rival !== undefined) await withdraw(folder, name);
  return rival;
}

async function withdraw(folder: string, name: string): Promise<void> {
  await rm(join(folder, name), { force: true });
  own.delete(name);
}

/**
 * Does work while no other process works under the same lock. The lock is a folder of claims, one file each, whose
 * name is unique to its process: anyone may remove the claim of a process that died holding the lock without removing
 * another's by mistake.
 * @throws RftError `timeout` where another process holds it for too long
 */
export async function withLock<T>(folder: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  const { processes, patience = defaultPatience } = options;
  await mkdir(folder, { recursive: true });
  const name = `${processes.pid}.${encodeURIComponent(hostname())}.${randomUUID()}`;
  let told = false;
  for (let waited = 0; ;) {
    const holder = await tryClaim(folder, name, processes);
    if (holder === undefined) break;
    if (waited >= patience) throw heldTooLong(folder, holder, waited);
    if (!told) options.onWait?.(describeHolder(holder));
    told = true;
    const time = randomInt(pause.least, pause.most);
    await options.sleep(time);
    waited += time;
  }
  try {
    return await work();
  } finally {
    await withdraw(folder, name);
  }
}

function heldTooLong(folder: string, holder: string, waited: number): RftError {
  const path = join(folder, holder);
  return new RftError(
    "timeout",
    `${describeHolder(holder)} has held ${folder} for ${Math.round(waited / 1000)} s`,
    { hint: `Wait for it to end; where it no longer runs, delete ${path}.` },
  );
}
