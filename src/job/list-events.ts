import type { FineTuningApi, JobEvent } from "./api.js";

const eventPage = 100;

/** The events that came after the newest one known, oldest first, from as many pages as that takes. */
export async function newEvents(
  api: FineTuningApi,
  jobId: string,
  seen: ReadonlySet<string>,
): Promise<JobEvent[]> {
  const found = new Map<string, JobEvent>();
  let after: string | undefined;
  for (;;) {
    const page = await api.listEvents(jobId, { limit: eventPage, ...(after !== undefined && { after }) });
    const fresh = page.data.filter(({ id }) => !seen.has(id) && !found.has(id));
    for (const event of fresh) found.set(event.id, event);
    after = page.data.at(-1)?.id;
    // A page with something known on it reaches back to what was reported before.
    if (!page.hasMore || after === undefined || fresh.length < page.data.length)
      return [...found.values()].toReversed();
  }
}
