import { type RetryPolicy, createBackOff } from "./back-off.js";

/** What trying again needs from outside. */
export interface RetryOptions<T> {
  /** Waits so many milliseconds because of this failure; rejects where the run is aborted. */
  sleep: (milliseconds: number, error: unknown) => Promise<void>;
  /** What came of a try in spite of its failure, looked for before the next one and after the last. */
  recover?: (error: unknown) => Promise<T | undefined>;
}

/** Tries something that may be tried again, until it succeeds or its failure is no longer one that passes. */
export async function retry<T>(
  attempt: () => Promise<T>,
  policy: RetryPolicy,
  { sleep, recover }: RetryOptions<T>,
): Promise<T> {
  const backOff = createBackOff(policy);
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const seconds = backOff.waitAfter(error);
      if (seconds !== undefined) await sleep(seconds * 1000, error);
      const there = await recover?.(error);
      if (there !== undefined) return there;
      if (seconds === undefined) throw error;
    }
  }
}
