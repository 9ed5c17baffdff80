import { type RetryPolicy, createBackOff } from "./back-off.js";

export interface RetryOptions<T> {
  /** Waits before a retry after this failure; rejects when the run is aborted. */
  sleep: (milliseconds: number, error: unknown) => Promise<void>;
  /** The result of a try that took effect although it failed, looked up before each retry and before giving up. */
  recover?: (error: unknown) => Promise<T | undefined>;
}

/** Retries something that is safe to repeat until it succeeds or its failure is no longer transient. */
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
