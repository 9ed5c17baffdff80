import { type ErrorCode, RftError } from "#errors.js";
import type { RetryPolicy } from "#retry/back-off.js";
import { retry } from "#retry/retry.js";

/** Failures that pass, or behind which what was sent has arrived. */
const uncertain = new Set<ErrorCode>(["unreachable", "timeout", "rate-limited"]);

/** Something that costs nothing and may be sent again: a file, a part of one. */
export interface Sending<T> {
  send: () => Promise<T>;
  /** What has arrived though its answer was lost; undefined where nothing has. Absent where arriving twice does no harm. */
  arrived?: () => Promise<T | undefined>;
  /** Whether it is sent again after a time-out too: only what is small. */
  repeatTimeouts: boolean;
  sleep: (milliseconds: number) => Promise<void>;
}

/** Sent four times, as the service asks or after 2, 4, 8 seconds. */
function sendPolicy(repeatTimeouts: boolean): RetryPolicy {
  const isRepeated = ({ code }: RftError) => uncertain.has(code) && (code !== "timeout" || repeatTimeouts);
  return {
    first: 2,
    longest: 60,
    longestAsked: 60,
    limitOf: (error) => (error instanceof RftError && isRepeated(error) ? { tries: 4 } : undefined),
  };
}

/**
 * Sends something until it has arrived. After each failure that leaves open whether it has, it is looked for first, so
 * that it is not there twice.
 */
export async function sendUntilArrived<T>({ send, arrived, repeatTimeouts, sleep }: Sending<T>): Promise<T> {
  const recover = async (failure: unknown): Promise<T | undefined> => {
    // A refusal, for lack of quota too, leaves no doubt.
    const isOpen = failure instanceof RftError && uncertain.has(failure.code);
    if (!isOpen || failure.code === "rate-limited") return undefined;
    try {
      return await arrived?.();
    } catch (error) {
      // Where nobody can see whether it arrived it is not sent again.
      throw error instanceof RftError ? failure : error;
    }
  };
  return retry(send, sendPolicy(repeatTimeouts), { sleep, recover });
}
