import { expect, test } from "vitest";
import { decimals, percent, percentInTwoDigits, percentToTenth, significant } from "#words/quantities.js";

test("places and digits", () => {
  expect([0.5, 100, 0.12345, -0.0001].map((value) => decimals(value, 3))).toEqual([
    "0.5",
    "100",
    "0.123",
    "0",
  ]);
  expect([0.5, 123456, 0.0012345].map((value) => significant(value, 3))).toEqual([
    "0.5",
    "123000",
    "0.00123",
  ]);
});

test("three roundings of a share", () => {
  const shares = [0.12345, 0.00412, 1];
  expect(shares.map(percent)).toEqual(["12%", "0%", "100%"]);
  expect(shares.map(percentToTenth)).toEqual(["12.3%", "0.4%", "100%"]);
  expect(shares.map(percentInTwoDigits)).toEqual(["12%", "0.41%", "100%"]);
});
