import { setTimeout as delay } from "node:timers/promises";
import type { AbortReason, Host, Output } from "./host.js";

/** A standard stream that outlives its reader: `rft ... | head -1` closes the pipe early. */
function guarded(stream: NodeJS.WriteStream, onClosed: () => void): Output {
  let open = true;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    open = false;
    onClosed();
  });
  return {
    write: (text) => {
      if (open) stream.write(text);
    },
    isTTY: stream.isTTY ?? false,
    columns: stream.isTTY ? stream.columns : undefined,
  };
}

/** The running process as a host. Ctrl-C aborts the signal once; a second one ends the process the hard way. */
export function createProcessHost(): Host {
  const controller = new AbortController();
  const abort = (reason: AbortReason) => controller.abort(reason);
  process.once("SIGINT", () => abort("interrupted"));
  process.once("SIGTERM", () => abort("interrupted"));
  return {
    // Functions, because touching the standard input opens it.
    openStdin: () => process.stdin,
    isInteractive: () => process.stdin.isTTY && process.stderr.isTTY,
    stdout: guarded(process.stdout, () => abort("output-closed")),
    stderr: guarded(process.stderr, () => {}),
    env: process.env,
    cwd: process.cwd(),
    signal: controller.signal,
    now: () => new Date(),
    sleep: (milliseconds) => delay(milliseconds, undefined, { signal: controller.signal }),
    fetch: globalThis.fetch,
    ask: async (question) => {
      const { createInterface } = await import("node:readline/promises");
      const readline = createInterface({ input: process.stdin, output: process.stderr });
      try {
        return await readline.question(question, { signal: controller.signal });
      } finally {
        readline.close();
      }
    },
    self: [process.execPath, process.argv[1] ?? "rft"],
  };
}
