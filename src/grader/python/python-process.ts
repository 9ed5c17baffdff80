import { type ChildProcessByStdio, execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kill } from "node:process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { type JsonValue, parseJson, parseJsonOrUndefined } from "#json/json-value.js";
import type { RuleSet } from "#rules/rule-set.js";
import { pythonDriver, pythonInspector } from "./python-driver.js";

/** What came of a request to the Python process. */
export type PythonReply =
  | { kind: "answered"; value: JsonValue }
  /** It was ended, or ended by itself, without an answer. */
  | { kind: "ended"; reason: string }
  /** There is no Python here. */
  | { kind: "absent"; reason: string };

/** A Python process of its own that runs the programs of python graders. */
export interface PythonProcess {
  /** Calls `grade(sample, item)` of a source; both arguments are JSON texts. Calls run one after the other. */
  grade(source: string, subject: { sample: string; item: string }): Promise<PythonReply>;
  /** Ends the process and removes its folder. */
  close(): Promise<void>;
}

/** Where Python is looked for, and what it may take. */
export interface PythonOptions {
  /** Read for PATH, to find `python3`; nothing of it is handed to the grader. */
  env: Readonly<Record<string, string | undefined>>;
  rules: Pick<RuleSet, "pythonSeconds" | "pythonMemoryBytes" | "pythonDiskBytes">;
  /** Ends the call that is under way, and every later one. */
  signal?: AbortSignal;
}

type Child = ChildProcessByStdio<Writable, Readable, null>;

/** A running interpreter. */
interface Running {
  /** The number of each source that it has loaded. */
  loaded: Map<string, number>;
  /** Sends a line and waits for the next one; too long a wait ends the process. */
  exchange(line: string): Promise<PythonReply>;
  kill(): void;
}

const probeMilliseconds = 10_000;
const notFound = "no python3 is found on the PATH";
/** Nobody waits for a reply. */
const drop: (reply: PythonReply) => void = () => {};

/** The interpreter itself: what stands on the PATH may be a script that needs the environment. */
async function findPython(env: PythonOptions["env"]): Promise<string | undefined> {
  const path = await runPython("python3", ["-I", "-c", "import sys; print(sys.executable)"], { env });
  return path?.trim() || undefined;
}

/** What a short run of Python prints; undefined where it cannot be run, fails or takes too long. */
function runPython(
  command: string,
  argv: string[],
  { env, input }: { env: PythonOptions["env"]; input?: string },
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = execFile(
      command,
      argv,
      { env, timeout: probeMilliseconds, killSignal: "SIGKILL" },
      (error, stdout) => resolve(error ? undefined : stdout),
    );
    // A program that does not read its input is no fault of ours.
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
  });
}

/**
 * What Python says of a source without running it, as JSON; undefined where there is no Python or it gives no answer.
 */
export async function inspectPython(
  source: string,
  env: PythonOptions["env"],
): Promise<JsonValue | undefined> {
  const printed = await runPython("python3", ["-I", "-X", "utf8", "-c", pythonInspector], {
    env,
    input: source,
  });
  return printed === undefined ? undefined : parseJson(printed);
}

/** Starts the interpreter with the rules' limits; `onEnd` is told when it is gone, by itself or for being too slow. */
function startPython(
  command: string,
  { rules, cwd, onEnd }: { rules: PythonOptions["rules"]; cwd: string; onEnd: () => void },
): Running {
  const limits = [rules.pythonMemoryBytes.value, rules.pythonDiskBytes.value].map(String);
  const child = spawn(command, ["-I", "-X", "utf8", "-c", pythonDriver, ...limits], {
    cwd,
    env: {},
    stdio: ["pipe", "pipe", "ignore"],
    detached: true,
  });
  let receive = drop;
  const end = (reply: PythonReply) => {
    onEnd();
    receive(reply);
  };
  child.stdin.on("error", () => {});
  createInterface({ input: child.stdout }).on("line", (line) => receive(readReply(line)));
  child.on("error", ({ message }) => end({ kind: "absent", reason: `Python cannot be started: ${message}` }));
  child.on("close", (code, killedBy) =>
    end({ kind: "ended", reason: `the Python process ended by itself (${killedBy ?? `code ${code}`})` }),
  );

  const exchange = (line: string): Promise<PythonReply> =>
    new Promise((resolve) => {
      const seconds = rules.pythonSeconds.value;
      const timer = setTimeout(() => {
        endGroup(child);
        end({ kind: "ended", reason: `no result within ${seconds} s` });
      }, seconds * 1000);
      receive = (reply) => {
        clearTimeout(timer);
        receive = drop;
        resolve(reply);
      };
      child.stdin.write(`${line}\n`);
    });

  return { loaded: new Map(), exchange, kill: () => endGroup(child) };
}

/** Lets an interpreter load a source where it has not yet: the source's number, or why there is none. */
async function loadSource(
  running: Running,
  source: string,
): Promise<{ program: number } | { failed: PythonReply }> {
  const known = running.loaded.get(source);
  if (known !== undefined) return { program: known };
  const program = running.loaded.size;
  const reply = await running.exchange(JSON.stringify({ program, source }));
  if (reply.kind !== "answered" || isFailure(reply.value)) return { failed: reply };
  running.loaded.set(source, program);
  return { program };
}

/**
 * Makes a process that is started at the first call, with an empty environment, in an empty folder, as a group of its
 * own, with the rules' limits of time, memory and disk. It is not a sandbox: the network and the person's files are open.
 */
export function createPythonProcess({ env, rules, signal }: PythonOptions): PythonProcess {
  let interpreter: Promise<string | undefined> | undefined;
  let folder: Promise<string> | undefined;
  let running: Running | undefined;
  const unusable = new Map<string, PythonReply>();
  let tail: Promise<unknown> = Promise.resolve();

  const start = async (command: string): Promise<Running> => {
    folder ??= mkdtemp(join(tmpdir(), "rft-python-"));
    const onEnd = () => {
      if (running === started) running = undefined;
    };
    const started = startPython(command, { rules, cwd: await folder, onEnd });
    return started;
  };

  const stop = () => {
    running?.kill();
    running = undefined;
  };
  signal?.addEventListener("abort", stop);

  const call = async (
    source: string,
    { sample, item }: { sample: string; item: string },
  ): Promise<PythonReply> => {
    interpreter ??= findPython(env);
    const command = await interpreter;
    if (command === undefined) return { kind: "absent", reason: notFound };
    signal?.throwIfAborted();
    const before = unusable.get(source);
    if (before) return before;
    running ??= await start(command);
    const target = running;
    const loading = await loadSource(target, source);
    if ("failed" in loading) {
      unusable.set(source, loading.failed);
      return loading.failed;
    }
    return target.exchange(`{"program": ${loading.program}, "sample": ${sample}, "item": ${item}}`);
  };

  return {
    grade(source, subject) {
      const reply = tail.then(async () => {
        const answer = await call(source, subject);
        signal?.throwIfAborted();
        return answer;
      });
      tail = reply.catch(() => undefined);
      return reply;
    },
    async close() {
      stop();
      signal?.removeEventListener("abort", stop);
      if (folder) await rm(await folder, { recursive: true, force: true });
    },
  };
}

function readReply(line: string): PythonReply {
  const value = parseJsonOrUndefined(line);
  return value === undefined
    ? { kind: "ended", reason: "the Python process answered with something that is not JSON" }
    : { kind: "answered", value };
}

function isFailure(value: JsonValue): boolean {
  return typeof value === "object" && value !== null && "raised" in value;
}

/** Ends the process and what it has started. */
function endGroup({ pid }: Child): void {
  try {
    if (pid !== undefined) kill(-pid, "SIGKILL");
  } catch {
    // It is gone already.
  }
}
