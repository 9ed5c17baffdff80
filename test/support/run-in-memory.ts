import { Readable } from "node:stream";
import type { Host, Output } from "#cli/host/host.js";
import { main } from "#cli/start/main.js";

/** What a command line is given beside its words. */
export interface Surroundings {
  cwd?: string;
  env?: Record<string, string>;
  stdin?: string;
  fetch?: typeof globalThis.fetch;
  lookUp?: (hostname: string) => Promise<string[]>;
  signal?: AbortSignal;
  sleep?: (milliseconds: number) => Promise<void>;
  /** The answer to a question; with it a person sits at the terminal. */
  answer?: string | undefined;
  /** A person sits there but gives no answer (Ctrl-C, Ctrl-D). */
  interactive?: boolean;
  tty?: boolean;
  now?: () => Date;
  /** UTC by default. */
  offsetAt?: (at: Date) => number;
  columns?: number;
  rows?: number;
  /** Told of each write to stdout: a frame is one. */
  onWrite?: (text: string) => void;
}

/** What came of a command line. */
export interface Outcome {
  exitCode: number;
  stdout: string;
  stderr: string;
}

function memory(
  isTTY: boolean,
  { columns, rows, onWrite }: Pick<Surroundings, "columns" | "rows" | "onWrite">,
): Output & { text: string } {
  return {
    text: "",
    isTTY,
    columns,
    rows,
    closed: false,
    drained: async () => {},
    write(text) {
      this.text += text;
      onWrite?.(text);
    },
  };
}

/** Runs one command line in this process, on a host made of memory. */
export async function run(argv: readonly string[], surroundings: Surroundings = {}): Promise<Outcome> {
  const { tty = false, columns, answer } = surroundings;
  const stdout = memory(tty, surroundings);
  const stderr = memory(false, columns === undefined ? {} : { columns });
  const host: Host = {
    openStdin: () => Readable.from([Buffer.from(surroundings.stdin ?? "")]),
    isInteractive: () => answer !== undefined || surroundings.interactive === true,
    stdout,
    stderr,
    env: surroundings.env ?? {},
    cwd: surroundings.cwd ?? "fixtures/cli",
    signal: surroundings.signal ?? new AbortController().signal,
    now: surroundings.now ?? (() => new Date("2026-01-05T09:00:00Z")),
    elapsed: () => host.now().getTime(),
    offsetAt: surroundings.offsetAt ?? (() => 0),
    sleep: surroundings.sleep ?? (async () => {}),
    fetch:
      surroundings.fetch ??
      (async () => {
        throw new Error("this command line was not to use the network");
      }),
    lookUp: surroundings.lookUp ?? (async (hostname) => [hostname]),
    ask: async () => answer,
    processes: { pid: 1, isAlive: () => false },
    self: ["false"],
  };
  const exitCode = await main(argv, host);
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
}

/** A command line and what came of it as one readable text. */
export function transcript(argv: readonly string[], { exitCode, stdout, stderr }: Outcome): string {
  const part = (name: string, text: string) => (text === "" ? "" : `--- ${name}\n${text}`);
  return `$ rft ${argv.join(" ")}\n${part("stdout", stdout)}${part("stderr", stderr)}--- exit code ${exitCode}\n`;
}
