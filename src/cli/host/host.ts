import type { ProcessTable } from "#files/folder-lock.js";

/** Where text goes: a stream's writing end. */
export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Width in characters, where it is a terminal that has one. */
  readonly columns: number | undefined;
  /** Height in lines, where it is a terminal that has one. */
  readonly rows?: number | undefined;
  /** True once the reader has gone (`| head -1`); what is written then is dropped. */
  readonly closed: boolean;
  /** Resolves when the reader has caught up, or has gone: who writes much waits for it, and holds no more than a part. */
  drained(): Promise<void>;
}

/**
 * All that a command may touch of the world outside, given by whoever starts it: the process in `bin/`, memory
 * in the tests.
 */
export interface Host {
  /** The standard input; opened by this call. */
  readonly openStdin: () => AsyncIterable<Uint8Array>;
  /** True where a person sits at both ends: standard input and stderr are terminals. */
  readonly isInteractive: () => boolean;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** Rejects with the signal's reason when it is aborted. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly fetch: typeof globalThis.fetch;
  /** The addresses of a host; rejects with the network's own error. */
  readonly lookUp: (hostname: string) => Promise<string[]>;
  /** Asks one question on the terminal, only where `isInteractive()`; undefined where it ends with Ctrl-C or Ctrl-D. */
  readonly ask: (question: string) => Promise<string | undefined>;
  /** Which process this is, and which others still run. */
  readonly processes: ProcessTable;
  /** The program and arguments that start this tool again. */
  readonly self: readonly [string, ...string[]];
}
