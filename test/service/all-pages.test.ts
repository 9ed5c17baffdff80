import { describe, expect, test } from "vitest";
import { allPages } from "#service/all-pages.js";
import type { PageQuery } from "#service/api.js";

/** The ids that come of the given pages, and the queries that asked for them. */
async function collect(pages: { ids: string[]; hasMore: boolean }[]) {
  const queries: PageQuery[] = [];
  const ids: string[] = [];
  for await (const { id } of allPages(async (query) => {
    queries.push(query);
    const { ids: own = [], hasMore = false } = pages[queries.length - 1] ?? {};
    return { data: own.map((one) => ({ id: one })), hasMore };
  })) {
    ids.push(id);
  }
  return { ids, queries };
}

describe("allPages", () => {
  test("goes on behind the last id until there are no more", async () => {
    const { ids, queries } = await collect([
      { ids: ["c", "b"], hasMore: true },
      { ids: ["a"], hasMore: false },
    ]);
    expect(ids).toEqual(["c", "b", "a"]);
    expect(queries).toEqual([{ limit: 100 }, { limit: 100, after: "b" }]);
  });

  test("an entry that moved to the next page comes once", async () => {
    const { ids } = await collect([
      { ids: ["c", "b"], hasMore: true },
      { ids: ["b", "a"], hasMore: false },
    ]);
    expect(ids).toEqual(["c", "b", "a"]);
  });

  test("an entry that stands twice on a page comes once", async () => {
    const { ids } = await collect([{ ids: ["b", "b", "a", "a"], hasMore: false }]);
    expect(ids).toEqual(["b", "a"]);
  });

  test.each([
    ["the same page for ever", { ids: ["a"], hasMore: true }],
    ["an empty page that promises more", { ids: [], hasMore: true }],
  ])("%s ends it", async (_name, page) => {
    const { queries } = await collect([page, page, page]);
    expect(queries.length).toBeLessThanOrEqual(2);
  });

  test("asks for no page that nobody reads", async () => {
    let asked = 0;
    for await (const { id } of allPages(async () => ({ data: [{ id: `f${asked++}` }], hasMore: true }))) {
      if (id === "f0") break;
    }
    expect(asked).toBe(1);
  });
});
