import type { Page, PageQuery } from "./api.js";

/** Entries of a page asked for: fewer requests than with the service's own 10 or 20. */
const pageSize = 100;

/**
 * The entries of a list, page by page as they are asked for, each once: `allPages((page) => api.listJobs(page))`. Ends where the
 * service says that there are no more, and where a page brings nothing that was not on the pages before it.
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
