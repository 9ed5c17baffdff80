import fc from "fast-check";
import { expect, test } from "vitest";
import {
  bytes,
  decimals,
  dollars,
  duration,
  grouped,
  percent,
  percentInTwoDigits,
  percentToTenth,
  short,
  significant,
} from "#words/quantities.js";

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

test.each([
  [0, "0"],
  [950, "950"],
  [9999, "9,999"],
  [10_000, "10.0k"],
  [41_234, "41.2k"],
  [999_499, "999k"],
  [999_500, "1.00M"],
  [5_870_000, "5.87M"],
  [999_499_999, "999M"],
  [1_104_000_000, "1.10B"],
  [1_040_000_000, "1.04B"],
  [2.5e12, "2.50T"],
  [1e15, "1,000T"],
  [1.5e24, "1,500,000,000,000T"],
  [-1_104_000_000, "-1.10B"],
])("%s is %s", (amount, text) => {
  expect(short(amount)).toBe(text);
});

test.each([
  [1234.5678, "1,234.5678"],
  [1e21, "1,000,000,000,000,000,000,000"],
  [1.5e-7, "0.00000015"],
  [-2e-9, "-0.000000002"],
])("%s in digits is %s", (amount, text) => {
  expect(grouped(amount)).toBe(text);
});

test.each([
  [7.5, "$7.50"],
  [99.994, "$99.99"],
  [1040.4, "$1,040"],
  [999_999, "$999,999"],
  [42_777_777_736, "$42.8B"],
])("%s dollars are %s", (amount, text) => {
  expect(dollars(amount)).toBe(text);
});

const units = { k: 1e3, M: 1e6, B: 1e9, T: 1e12 };

test("no quantity has an exponent, and a short one is the number, rounded to three digits", () => {
  const amounts = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer({ min: -30, max: 30 }).map((power) => 10 ** power * 9.9951),
    fc.nat(),
  );
  fc.assert(
    fc.property(amounts, (amount) => {
      const size = Math.abs(amount);
      const texts = [short(amount), grouped(Math.round(amount)), significant(amount, 4), dollars(size)];
      const others = size < 1e300 ? [decimals(amount, 3), bytes(size), duration(size)] : [];
      for (const text of [...texts, ...others]) expect(text).not.toMatch(/\de[-+]?\d/);
      const [, digits = "", unit] = /^(-?[\d,.]+)([kMBT])?$/.exec(short(amount)) ?? [];
      const value =
        Number(digits.replaceAll(",", "")) * (unit === undefined ? 1 : units[unit as keyof typeof units]);
      expect(Math.abs(value - amount)).toBeLessThanOrEqual(Math.max(0.5, Math.abs(amount) * 0.0051));
    }),
  );
});

test("a larger amount never reads smaller", () => {
  fc.assert(
    fc.property(fc.nat(2 ** 40), (amount) => {
      const valueOf = (text: string) =>
        Number.parseFloat(text.replaceAll(",", "")) * (units[text.at(-1) as keyof typeof units] ?? 1);
      expect(valueOf(short(amount + 1))).toBeGreaterThanOrEqual(valueOf(short(amount)));
    }),
  );
});
