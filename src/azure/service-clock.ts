import { simulatedAheadHeader } from "#service/simulated-clock.js";

/** The service's time, as its answers tell it. */
export interface ServiceClock {
  /** Takes the headers of an answer. */
  hear(headers: Pick<Headers, "get">): void;
  /** The service's time now; undefined until an answer has told it. */
  now(): Date | undefined;
  /** Milliseconds by which it is ahead of the real time on purpose: an emulator's. */
  simulatedAhead(): number;
}

/** A header's seconds, in milliseconds; 0 where there is none. */
function millisecondsOf(headers: Pick<Headers, "get">, name: string): number {
  const seconds = Number(headers.get(name) ?? 0);
  return Number.isFinite(seconds) ? seconds * 1000 : 0;
}

/** How far an answer's clock is ahead of the real time on purpose, in milliseconds. */
export function simulatedAheadOf(headers: Pick<Headers, "get">): number {
  return millisecondsOf(headers, simulatedAheadHeader);
}

/**
 * Keeps the service's clock by the `Date` of its newest answer (RFC 9110, whole seconds) and the time that has passed
 * here since: this machine's own clock may be hours off, or jump.
 * @param elapsed milliseconds of a clock that nobody sets
 */
export function createServiceClock(elapsed: () => number): ServiceClock {
  let told: { time: number; at: number; ahead: number } | undefined;
  return {
    hear(headers) {
      const time = Date.parse(headers.get("date") ?? "");
      if (Number.isNaN(time)) return;
      // An answer may have lain in a cache (RFC 9111, `Age`).
      const age = Math.max(0, millisecondsOf(headers, "age"));
      told = { time: time + age, at: elapsed(), ahead: simulatedAheadOf(headers) };
    },
    now: () => told && new Date(told.time + (elapsed() - told.at)),
    simulatedAhead: () => told?.ahead ?? 0,
  };
}
