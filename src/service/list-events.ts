import type { FineTuningApi, JobEvent } from "./api.js";

/** Page size while following the log: what may arrive between two looks. */
const shortPage = 20;
/** Page size on the way back through a log. */
const longPage = 100;

/** How many of the newest event ids to remember: many times what can arrive between two looks. */
const remembered = 1000;

/** The events after the newest one known, oldest first; if little has happened, from one short page. */
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
    // A page that holds a known event reaches back to what was already reported.
    if (!page.hasMore || after === undefined || fresh.length < page.data.length)
      return [...found.values()].toReversed();
    limit = longPage;
  }
}

/** Adds an event's id to those seen and forgets the oldest: a log may have any length. */
export function rememberEvent(seen: Set<string>, { id }: JobEvent): void {
  seen.add(id);
  if (seen.size <= remembered) return;
  const [oldest] = seen;
  if (oldest !== undefined) seen.delete(oldest);
}
