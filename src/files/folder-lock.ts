import { randomInt, randomUUID } from "node:crypto";
import { mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { hostname, uptime } from "node:os";
import { join } from "node:path";
import { RftError } from "#errors.js";

/** The processes of this machine, as far as a lock must know them. */
export interface ProcessTable {
  /** Our own. */
  readonly pid: number;
  readonly isAlive: (pid: number) => boolean;
}

/** What waiting for a lock needs from outside. */
export interface LockOptions {
  processes: ProcessTable;
  /** Resolves after so many milliseconds; rejects when interrupted. */
  sleep(milliseconds: number): Promise<void>;
  /** Told once, where somebody else holds the lock, who: `process 4711`. */
  onWait?(holder: string): void;
  /** Milliseconds to wait at the most; half an hour by default, which a large upload may take. */
  patience?: number;
}

const defaultPatience = 30 * 60_000;
/** Milliseconds between two tries, by chance, so that two that withdrew for each other do not meet again. */
const pause = { least: 50, most: 250 } as const;
/** Seconds by which clock and time since the start of the machine may disagree. */
const clockTolerance = 60;

const claimName = /^(\d+)\.(.+)\.[0-9a-f-]{36}$/;

/** The claims of this process; one with its id that is not among them was left by another before it. */
const own = new Set<string>();

async function wasBeforeThisStart(path: string): Promise<boolean> {
  const made = (await stat(path)).mtimeMs / 1000;
  return made < Date.now() / 1000 - uptime() - clockTolerance;
}

/** Whether the process that made a claim still runs. On another machine it cannot be told: it counts as running. */
async function isHeld(folder: string, name: string, { pid, isAlive }: ProcessTable): Promise<boolean> {
  const [, holder = "", host] = claimName.exec(name) ?? [];
  if (host !== encodeURIComponent(hostname())) return true;
  if (Number(holder) === pid) return own.has(name);
  return isAlive(Number(holder)) && !(await wasBeforeThisStart(join(folder, name)).catch(() => true));
}

/** The claims of others that still run; those of dead processes are taken away. */
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

/** Claims the lock and holds it, where nobody else does; else gives the claim of one who does. */
async function tryClaim(folder: string, name: string, processes: ProcessTable): Promise<string | undefined> {
  const [holder] = await otherClaims(folder, name, processes);
  if (holder !== undefined) return holder;
  await writeFile(join(folder, name), "", { flag: "wx" });
  own.add(name);
  // Of two who claim at the same time at least the later one sees both claims, and withdraws.
  const [rival] = await otherClaims(folder, name, processes);
  if (rival !== undefined) await withdraw(folder, name);
  return rival;
}

async function withdraw(folder: string, name: string): Promise<void> {
  await rm(join(folder, name), { force: true });
  own.delete(name);
}

/**
 * Does work while no other process does work under the same lock. The lock is a folder of claims, a file each, named by
 * its process and never again by another: who dies with a lock in hand leaves a name that anyone may take away without
 * taking another's claim by mistake.
 * @throws RftError `timeout` where another holds it for too long
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
