import { expect, it } from "vitest";
import { createStatistics } from "#dataset/validate/statistics.js";

/** Statistics of so many rows whose only field holds a number that no other row has. */
function countNumbers(from: number, to: number, ofPart: boolean) {
  const statistics = createStatistics(ofPart);
  for (let value = from; value < to; value++) statistics.add({ value }, ["value"]);
  return statistics;
}

it("counts the types of values for which there is no room any more when two parts are joined", () => {
  const statistics = countNumbers(0, 150_000, false);
  const part = countNumbers(150_000, 300_000, true).take();
  if (!part) throw new Error("the part by itself has room");
  statistics.join(part);
  expect(statistics.finish()["value"]).toMatchObject({
    present: 300_000,
    types: { number: 300_000 },
    distinct: 200_000,
  });
});
