import type { Page, PageQuery } from "../api.js";

/** Entries asked for at once; the specifications name a default of 20 and no limit. */
const pageSize = 100;

/** Every entry of a list, page by page: nothing but one page is held. Ends where a server repeats itself. */
export async function* listAll<T extends { id: string }>(
  list: (query: PageQuery) => Promise<Page<T>>,
): AsyncGenerator<T> {
  let after: string | undefined;
  for (;;) {
    const page = await list({ limit: pageSize, ...(after !== undefined && { after }) });
    yield* page.data;
    const last = page.data.at(-1)?.id;
    if (!page.hasMore || last === undefined || last === after) return;
    after = last;
  }
}
