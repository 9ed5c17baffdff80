import type { Page, PageQuery } from "./api.js";

/** Entries per page: fewer requests than with the service's default of 10 or 20. */
const pageSize = 100;

/**
 * Yields each entry of a list once, fetching pages as needed: `allPages((page) => api.listJobs(page))`. Ends when the
 * service says there are no more, or when a page brings nothing new.
 */
export async function* allPages<T extends { id: string }>(
  list: (query: PageQuery) => Promise<Page<T>>,
): AsyncGenerator<T> {
  const seen = new Set<string>();
  let after: string | undefined;
  for (;;) {
    const page = await list({ limit: pageSize, ...(after !== undefined && { after }) });
    let isNew = false;
    for (const entry of page.data) {
      if (seen.has(entry.id)) continue;
      seen.add(entry.id);
      isNew = true;
      yield entry;
    }
    after = page.data.at(-1)?.id;
    if (!page.hasMore || !isNew) return;
  }
}
