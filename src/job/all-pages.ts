import type { Page, PageQuery } from "./api.js";

/** Entries of a page asked for: fewer requests than with the service's own 10 or 20. */
const pageSize = 100;

/**
 * The entries of a list, page by page as they are asked for: `allPages((page) => api.listJobs(page))`. Ends where the
 * service says that there are no more, and where a page brings nothing that was not on the pages before it.
 */
export async function* allPages<T extends { id: string }>(
  list: (query: PageQuery) => Promise<Page<T>>,
): AsyncGenerator<T> {
  const seen = new Set<string>();
  let after: string | undefined;
  for (;;) {
    const page = await list({ limit: pageSize, ...(after !== undefined && { after }) });
    const fresh = page.data.filter(({ id }) => !seen.has(id));
    for (const entry of fresh) seen.add(entry.id);
    yield* fresh;
    after = page.data.at(-1)?.id;
    if (!page.hasMore || fresh.length === 0) return;
  }
}
