import { expect, it } from "vitest";
import { createStatistics } from "#dataset/validate/statistics.js";

it("counts the types of values for which there is no room any more", () => {
  const statistics = createStatistics();
  for (let value = 0; value < 300_000; value++) statistics.add({ value }, ["value"]);
  expect(statistics.finish()["value"]).toMatchObject({
    present: 300_000,
    types: { number: 300_000 },
    distinct: 200_000,
  });
});
