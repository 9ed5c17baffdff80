/** An answer with an error of the service. */
interface ErrorAnswer {
  /** 400 to 599. */
  status: number;
  /** `error.code` of the body; the status by default. */
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
 * A fault rule: which requests it strikes, and what happens to them. Without `nth`, `after`, `every`, `times` and
 * `seconds`, it strikes every request that it matches; with several of them, all must hold.
 */
export interface FaultRule {
  /**
   * An optional method and a path below `/openai` or `/openai/v1`, for a resource or a project:
   * `POST /fine_tuning/jobs`. `*` matches one segment, `**` anything. Every request by default.
   */
  request?: string | undefined;
  /** Only these of the matching requests, counted from 1. */
  nth?: number | number[] | undefined;
  /** Skips this many matching requests. */
  after?: number | undefined;
  /** Strikes only every n-th. */
  every?: number | undefined;
  /** Maximum number of strikes. */
  times?: number | undefined;
  /** Strikes only within this many seconds of the first strike. */
  seconds?: number | undefined;
  /** A kind with its values, or a short form: a kind (`reset`) or a status (`503`, `effect-then-500`). */
  fault: Fault | Fault["kind"] | number | `effect-then-${number}`;
}

/** Rejects when the signal aborts. */
export type Sleep = (milliseconds: number, signal: AbortSignal) => Promise<void>;
