import { type ErrorCode, RftError } from "#errors.js";
import type { RetryPolicy } from "#retry/back-off.js";
import { retry } from "#retry/retry.js";

/** Failures that may pass, or after which the content may have arrived anyway. */
const uncertain = new Set<ErrorCode>(["unreachable", "timeout", "rate-limited"]);

/** Something free that is safe to send again: a file, or a part of one. */
export interface Sending<T> {
  send: () => Promise<T>;
  /** Finds what arrived though its answer was lost, if anything. Absent if arriving twice does no harm. */
  arrived?: () => Promise<T | undefined>;
  /** Whether to send again after a timeout too: only for small content. */
  repeatTimeouts: boolean;
  sleep: (milliseconds: number) => Promise<void>;
}

/** At most four tries, after the wait the service asks for or after 2, 4 and 8 seconds. */
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
 * Sends until arrival. After a failure that leaves it open, looks for the content first, so as not to send it twice.
 */
export async function sendUntilArrived<T>({ send, arrived, repeatTimeouts, sleep }: Sending<T>): Promise<T> {
  const recover = async (failure: unknown): Promise<T | undefined> => {
    // A refusal, including one for lack of quota, leaves no doubt.
    const isOpen = failure instanceof RftError && uncertain.has(failure.code);
    if (!isOpen || failure.code === "rate-limited") return undefined;
    try {
      return await arrived?.();
    } catch (error) {
      // If we cannot see whether it arrived, do not send it again.
      throw error instanceof RftError ? failure : error;
    }
  };
  return retry(send, sendPolicy(repeatTimeouts), { sleep, recover });
}
