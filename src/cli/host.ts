/** Where text goes: a stream's writing end. */
export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Width in characters, where it is a terminal. */
  readonly columns: number | undefined;
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
  /** Aborted by Ctrl-C, or when the reader of stdout has gone. */
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** Rejects with the signal's reason when it is aborted. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly fetch: typeof globalThis.fetch;
  /** Asks one question on the terminal; only called where `isInteractive()`. */
  readonly ask: (question: string) => Promise<string>;
  /** The program and arguments that start this tool again. */
  readonly self: readonly [string, ...string[]];
}

/** Why a signal was aborted. */
export type AbortReason = "interrupted" | "output-closed";
