/** The emulator's clock: fractional unix seconds. It stops while no emulator runs. */
export interface SimulatedClock {
  now(): number;
}

/** Where a clock starts and how fast it runs. */
export interface ClockOptions {
  /** Simulated unix seconds at the start. */
  at: number;
  /** Simulated seconds per real second. */
  speed: number;
  /** Real milliseconds. */
  now: () => number;
}

export function startClock({ at, speed, now }: ClockOptions): SimulatedClock {
  const started = now();
  return { now: () => at + ((now() - started) / 1000) * speed };
}
