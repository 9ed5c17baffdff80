import type { FineTuningApi, JobEvent } from "./api.js";

/** Events asked for where the log is followed: what comes between two looks. */
const shortPage = 20;
/** Events asked for on the way back through a log. */
const longPage = 100;

/** How many of the newest events' ids are remembered: many times what can come between two looks. */
const remembered = 1000;

/**
 * The events that came after the newest one known, oldest first, from as many pages as that takes: one short page
 * where little has happened.
 */
export async function newEvents(
  api: FineTuningApi,
  jobId: string,
  seen: ReadonlySet<string>,
): Promise<JobEvent[]> {
  const found = new Map<string, JobEvent>();
  let limit = seen.size === 0 ? longPage : shortPage;
  let after: string | undefined;
  for (;;) {
    const page = await api.listEvents(jobId, { limit, ...(after !== undefined && { after }) });
    const fresh = page.data.filter(({ id }) => !seen.has(id) && !found.has(id));
    for (const event of fresh) found.set(event.id, event);
    after = page.data.at(-1)?.id;
    // A page with something known on it reaches back to what was reported before.
    if (!page.hasMore || after === undefined || fresh.length < page.data.length)
      return [...found.values()].toReversed();
    limit = longPage;
  }
}

/** Adds an event's id to those seen, and forgets the oldest: a log may have any length. */
export function rememberEvent(seen: Set<string>, { id }: JobEvent): void {
  seen.add(id);
  if (seen.size <= remembered) return;
  const [oldest] = seen;
  if (oldest !== undefined) seen.delete(oldest);
}
