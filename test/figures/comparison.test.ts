import { expect, test } from "vitest";
import { holds, parseComparison } from "#figures/comparison.js";

test.each([
  ["dollars.high>500", { name: "dollars.high", operator: ">", limit: 500 }],
  ["  a b/c@last  <=  -1.5e-3 ", { name: "a b/c@last", operator: "<=", limit: -0.0015 }],
  ["a>=.5", { name: "a", operator: ">=", limit: 0.5 }],
  ["a==+3", { name: "a", operator: "==", limit: 3 }],
  ["a!=3.", { name: "a", operator: "!=", limit: 3 }],
])("%s", (text, comparison) => {
  expect(parseComparison(text)).toEqual(comparison);
});

test.each(["", "a", ">5", "a>", "a>b", "a=5", "a>5h", "a>$5", "a>1,000", "a>Infinity", "a>NaN", "a>0x10"])(
  "%j is none",
  (text) => {
    expect(parseComparison(text)).toBeUndefined();
  },
);

test.each([
  ["<", [true, false, false]],
  ["<=", [true, true, false]],
  [">", [false, false, true]],
  [">=", [false, true, true]],
  ["==", [false, true, false]],
  ["!=", [true, false, true]],
] as const)("1, 2 and 3 %s 2", (operator, results) => {
  expect([1, 2, 3].map((value) => holds(value, { operator, limit: 2 }))).toEqual(results);
});
