import { expect, test } from "vitest";
import { spreadOf } from "#job/forecast/spread-of.js";

test.each<[samples: number[], edge: number, spread: [number, number, number] | undefined]>([
  [[], 0, undefined],
  [[6], 0, [4, 6, 9]],
  [[6, 3], 0, [2, 4.5, 9]],
  [[6, 3, 5], 0, [3, 5, 6]],
  [[9, 1, 3, 5, 7], 0.25, [3, 5, 7]],
  [[6], 0.25, [4, 6, 9]],
])("%j with an edge of %d: %j", (samples, edge, spread) => {
  const found = spreadOf(samples, edge);
  expect(found && [found.low, found.likely, found.high]).toEqual(spread);
});
