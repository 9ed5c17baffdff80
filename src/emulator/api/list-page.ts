/** A page of a list, in the service's key order. */
export interface ListPage<T> {
  has_more: boolean;
  data: T[];
  object: "list";
}

/** `limit` and `after` as the URL has them. */
export interface ListQuery {
  limit: string | undefined;
  after: string | undefined;
}

/** The part of a list that a query asks for: after the entry with the id `after`, at most `limit` entries. */
export function pageOf<T extends { id: string }>(
  entries: readonly T[],
  query: ListQuery,
  defaultLimit: number,
): ListPage<T> {
  const wanted = Number(query.limit);
  const limit = Number.isInteger(wanted) && wanted > 0 ? wanted : defaultLimit;
  const start = query.after === undefined ? 0 : entries.findIndex(({ id }) => id === query.after) + 1;
  // An unknown cursor gives an empty page.
  const known = query.after === undefined || start > 0;
  const data = known ? entries.slice(start, start + limit) : [];
  return { has_more: known && start + limit < entries.length, data, object: "list" };
}
