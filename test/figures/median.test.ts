import { expect, test } from "vitest";
import { meanOf } from "#figures/mean-of.js";
import { median } from "#figures/median.js";

test.each([
  [[], undefined, undefined],
  [[3], 3, 3],
  [[8, 4], 6, 6],
  [[1, 9, 2], 2, 4],
  [[10, 1, 2, 3], 2.5, 4],
])("of %j the median is %d, the mean %d", (values, middle, mean) => {
  expect(median(values)).toBe(middle);
  expect(meanOf(values)).toBe(mean);
});
