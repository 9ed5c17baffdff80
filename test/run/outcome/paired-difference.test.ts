import { expect, test } from "vitest";
import { pairedDifference } from "#run/outcome/paired-difference.js";

test("rows are compared with themselves: what they differ in among each other is no noise", () => {
  // Hard and easy rows; the best step is better on each by about 0.1.
  const pairs = [0, 0.3, 0.6, 0.8].map((recommended, row) => ({
    recommended,
    best: recommended + (row % 2 === 0 ? 0.08 : 0.12),
  }));
  const paired = pairedDifference(pairs);
  expect(paired).toMatchObject({ basis: "paired rows", rows: 4, better: 4, worse: 0, equal: 0 });
  expect(paired?.difference).toBeCloseTo(0.1, 12);
  // Differences 0.08, 0.12, 0.08, 0.12: deviation 0.02309, over the root of 4.
  expect(paired?.noise).toBeCloseTo(0.011547, 6);
});

test("rows that are equal but for rounding are counted as equal", () => {
  const pairs = [
    { recommended: 0.1 + 0.2, best: 0.3 },
    { recommended: 1, best: 0 },
    { recommended: 0, best: 1 },
  ];
  expect(pairedDifference(pairs)).toMatchObject({ better: 1, worse: 1, equal: 1 });
});

test("one row shows no spread, none nothing", () => {
  expect(pairedDifference([{ recommended: 0, best: 1 }])).toBeUndefined();
  expect(pairedDifference([])).toBeUndefined();
});
