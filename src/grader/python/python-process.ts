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

/** The outcome of a request to the Python process. */
export type PythonReply =
  | { kind: "answered"; value: JsonValue }
  /** It was killed, or ended by itself, without an answer. */
  | { kind: "ended"; reason: string }
  /** There is no Python here. */
  | { kind: "absent"; reason: string };

/** A separate Python process that runs the programs of python graders. */
export interface PythonProcess {
  /** Calls `grade(sample, item)` of a source; both arguments are JSON texts. Calls run one at a time. */
  grade(source: string, subject: { sample: string; item: string }): Promise<PythonReply>;
  /** Ends the process and removes its folder. */
  close(): Promise<void>;
}

/** Where to look for Python, and how much it may use. */
export interface PythonOptions {
  /** Finds `python3` on its PATH; the grader gets none of it. */
  env: Readonly<Record<string, string | undefined>>;
  rules: Pick<RuleSet, "pythonSeconds" | "pythonMemoryBytes" | "pythonDiskBytes">;
  /** Ends the call in progress, and every later one. */
  signal?: AbortSignal;
}

type Child = ChildProcessByStdio<Writable, Readable, null>;

/** A running interpreter. */
interface Running {
  /** The number of each loaded source. */
  loaded: Map<string, number>;
  /** Sends a line and waits for the reply; a timeout ends the process. */
  exchange(line: string): Promise<PythonReply>;
  kill(): void;
}

const probeMilliseconds = 10_000;
const notFound = "no python3 is found on the PATH";
/** For when nobody waits for a reply. */
const drop: (reply: PythonReply) => void = () => {};

/** The interpreter itself: `python3` on the PATH may be a script that needs the environment. */
async function findPython(env: PythonOptions["env"]): Promise<string | undefined> {
  const path = await runPython("python3", ["-I", "-c", "import sys; print(sys.executable)"], { env });
  return path?.trim() || undefined;
}

/** What a short run of Python prints; undefined if it cannot run, fails or takes too long. */
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
    // Python may exit without reading its input; that is not our error.
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
  });
}

/** What Python reports about a source without running it, as JSON; undefined without Python or an answer. */
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

/** Starts the interpreter with the rules' limits; calls `onEnd` once it is gone, by itself or after a timeout. */
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

/** Makes an interpreter load a source if it has not yet: the source's number, or the reply if that failed. */
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
 * Makes a process that starts at the first call, in an empty folder and its own process group, with an empty
 * environment and the rules' limits on time, memory and disk. Not a sandbox: it can reach the network and the user's
 * files.
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

/** Kills the process and everything it has started. */
function endGroup({ pid }: Child): void {
  try {
    if (pid !== undefined) kill(-pid, "SIGKILL");
  } catch {
    // It is gone already.
  }
}
