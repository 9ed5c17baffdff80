import { type ErrorCode, RftError } from "#errors.js";

/** How often something is sent before it is given up for this run. */
const attempts = 4;
/** Seconds that the service can make us wait at the most: who is to wait longer is told so instead. */
const longestWait = 60;

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

/** Milliseconds before the next try, as the service asks or 2, 4, 8 seconds; undefined where there is to be none. */
function waitAfter(
  { code, retryAfter }: RftError,
  attempt: number,
  repeatTimeouts: boolean,
): number | undefined {
  if (attempt >= attempts || (code === "timeout" && !repeatTimeouts)) return undefined;
  const seconds = retryAfter ?? 2 ** attempt;
  return seconds <= longestWait ? seconds * 1000 : undefined;
}

async function look<T>({ arrived }: Sending<T>, failure: RftError): Promise<T | undefined> {
  // A refusal for lack of quota leaves no doubt.
  if (failure.code === "rate-limited") return undefined;
  try {
    return await arrived?.();
  } catch (error) {
    // Where nobody can see whether it arrived it is not sent again.
    throw error instanceof RftError ? failure : error;
  }
}

/**
 * Sends something until it has arrived. After each failure that leaves open whether it has, it is looked for first, so
 * that it is not there twice.
 */
export async function sendUntilArrived<T>(sending: Sending<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await sending.send();
    } catch (error) {
      if (!(error instanceof RftError) || !uncertain.has(error.code)) throw error;
      const wait = waitAfter(error, attempt, sending.repeatTimeouts);
      if (wait !== undefined) await sending.sleep(wait);
      const there = await look(sending, error);
      if (there !== undefined) return there;
      if (wait === undefined) throw error;
    }
  }
}
