import { setTimeout as delay } from "node:timers/promises";
import type { Host } from "./host.js";
import { openStandardOutput } from "./standard-output.js";

/** True for a running process, including another user's. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** The running process as a host. The first Ctrl-C aborts the signal; a second one kills the process. */
export function createProcessHost(): Host {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => {
      if (!controller.signal.aborted) {
        controller.abort();
        return;
      }
      process.removeAllListeners(name);
      process.kill(process.pid, name);
    });
  }
  return {
    // Functions, because touching `process.stdin` opens it.
    openStdin: () => process.stdin,
    isInteractive: () => process.stdin.isTTY && process.stderr.isTTY,
    stdout: openStandardOutput("stdout"),
    stderr: openStandardOutput("stderr"),
    env: process.env,
    cwd: process.cwd(),
    signal: controller.signal,
    now: () => new Date(),
    elapsed: () => performance.now(),
    offsetAt: (at) => -at.getTimezoneOffset(),
    sleep: (milliseconds) => delay(milliseconds, undefined, { signal: controller.signal }),
    fetch: globalThis.fetch,
    lookUp: async (hostname) => {
      const { lookup } = await import("node:dns/promises");
      return (await lookup(hostname, { all: true })).map(({ address }) => address);
    },
    ask: async (question) => {
      const { createInterface } = await import("node:readline/promises");
      const readline = createInterface({ input: process.stdin, output: process.stderr });
      try {
        return await readline.question(question, { signal: controller.signal });
      } catch (error) {
        if (error instanceof Error && error.name === "AbortError") return undefined;
        throw error;
      } finally {
        readline.close();
      }
    },
    processes: { pid: process.pid, isAlive },
    self: [process.execPath, process.argv[1] ?? "rft"],
  };
}
