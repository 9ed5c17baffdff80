/** An answer with an error of the service. */
interface ErrorAnswer {
  /** 400 to 599. */
  status: number;
  /** `error.code` of the body; the status where absent. */
  code?: string | undefined;
  /** `error.message` of the body. */
  message?: string | undefined;
  /** Seconds of the `Retry-After` header. */
  retry_after?: number | undefined;
  /** Milliseconds of the `retry-after-ms` header. */
  retry_after_ms?: number | undefined;
}

/** What goes wrong with one request; docs/emulator-faults.md says what each kind does. */
export type Fault =
  | { kind: "latency"; seconds: number }
  | ({ kind: "status" } & ErrorAnswer)
  | ({ kind: "effect-then-status" } & ErrorAnswer)
  | { kind: "reset" }
  | { kind: "effect-then-reset" }
  | { kind: "half-body" }
  | { kind: "html"; status: number }
  | { kind: "content-type"; type: string }
  | { kind: "duplicate" }
  | { kind: "reorder" }
  | { kind: "expired-token" }
  | { kind: "silence"; seconds: number };

/**
 * A rule of the fault switch: which requests it strikes, and what happens to them. A rule without `nth`, `after`, `every`,
 * `times` and `seconds` strikes each request it matches; with several of them, all must agree.
 */
export interface FaultRule {
  /**
   * A method, where one is meant, and a path below `/openai` or `/openai/v1`, of a resource or a project:
   * `POST /fine_tuning/jobs`. `*` stands for one segment, `**` for any rest. Every request where absent.
   */
  request?: string | undefined;
  /** Which of the matching requests, from 1. */
  nth?: number | number[] | undefined;
  /** Not the first so many. */
  after?: number | undefined;
  /** Only each so many-th. */
  every?: number | undefined;
  /** At most so many. */
  times?: number | undefined;
  /** Only within so many seconds of the first it struck. */
  seconds?: number | undefined;
  /** A kind with its values, or in short a kind (`reset`) or a status (`503`, `effect-then-500`). */
  fault: Fault | Fault["kind"] | number | `effect-then-${number}`;
}

/** Waits so many milliseconds; rejects when the signal is aborted. */
export type Sleep = (milliseconds: number, signal: AbortSignal) => Promise<void>;
