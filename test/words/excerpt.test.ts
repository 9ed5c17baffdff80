import { expect, test } from "vitest";
import { excerpt, startOf } from "#words/excerpt.js";

const token = ["ghp_", "a1B2c3D4e5".repeat(4)].join("");

test.each([
  ["a short text", 20, "a short text"],
  ["exactly", 7, "exactly"],
  ["one word more", 8, "one word|"],
  ["half 🙂 a face", 6, "half |"],
  [`see ${token}`, 20, "see ***"],
  [`see ${token} and more`, 20, "see ***|"],
  [`a longer text, then ${token} and more`, 25, "a longer text, then ***|"],
  [`see http://u:pw@host and more`, 13, "see http://u:|"],
])("%j after %i characters", (text, most, shown) => {
  expect(excerpt(text, most, "|")).toBe(shown);
});

test("what is left out is counted", () => {
  expect(startOf("one word more", 8).left).toBe(5);
  expect(startOf("one", 8).left).toBe(0);
});
