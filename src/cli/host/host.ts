import type { ProcessTable } from "#files/folder-lock.js";

/** A stream that text is written to. */
export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Width in characters, if it is a terminal that has one. */
  readonly columns: number | undefined;
  /** Height in lines, if it is a terminal that has one. */
  readonly rows?: number | undefined;
  /** True once the reader is gone (`| head -1`); later writes are dropped. */
  readonly closed: boolean;
  /** Resolves when the reader has caught up or is gone; await it during long output to bound the memory used. */
  drained(): Promise<void>;
}

/**
 * Everything outside that a command may touch, provided by the caller: the process in `bin/`, in-memory fakes in
 * the tests.
 */
export interface Host {
  /** Opens standard input. */
  readonly openStdin: () => AsyncIterable<Uint8Array>;
  /** True if standard input and stderr are both terminals, so that a person can be asked. */
  readonly isInteractive: () => boolean;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** Milliseconds of a clock that nobody sets: waits are measured by it. */
  readonly elapsed: () => number;
  /** Minutes that local time is ahead of UTC at a moment. */
  readonly offsetAt: (at: Date) => number;
  /** Rejects with the signal's reason when it is aborted. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly fetch: typeof globalThis.fetch;
  /** The IP addresses of a host name; rejects with the network's own error. */
  readonly lookUp: (hostname: string) => Promise<string[]>;
  /** Asks one question on the terminal; only if `isInteractive()`. Undefined after Ctrl-C or Ctrl-D. */
  readonly ask: (question: string) => Promise<string | undefined>;
  /** This process's id, and which other processes are alive. */
  readonly processes: ProcessTable;
  /** The program and arguments that start this tool again. */
  readonly self: readonly [string, ...string[]];
}
