/** The emulator's clock: unix seconds, with fractions. It stands still while no emulator is up. */
export interface SimulatedClock {
  now(): number;
}

/** Where a clock starts and how fast it goes. */
export interface ClockOptions {
  /** Simulated unix seconds at this moment. */
  at: number;
  /** Simulated seconds in a real second. */
  speed: number;
  /** Real milliseconds. */
  now: () => number;
}

/** Starts a clock that goes on from `at`. */
export function startClock({ at, speed, now }: ClockOptions): SimulatedClock {
  const started = now();
  return { now: () => at + ((now() - started) / 1000) * speed };
}
