import { Chalk } from "chalk";
import { expect, test } from "vitest";
import { wrapParts } from "#report/text/wrap-parts.js";

const plain = new Chalk({ level: 0 });

/** A text in lines of 12 columns, two of which are the indent. */
function wrapped(text: string): string {
  return wrapParts([{ kind: "same", text }], { width: 12, indent: "  " }, plain);
}

test.each([
  ["words stay whole", "one two three", "  one two\n  three\n"],
  ["a long word is cut", "abcdefghijkl", "  abcdefghij\n  kl\n"],
  ["a character of two columns counts as two", "日本語日本語", "  日本語日本\n  語\n"],
  ["wide words, too", "日本 日本 日本", "  日本 日本\n  日本\n"],
  ["what is drawn as one is not cut in two", "👩‍🔬👩‍🔬👩‍🔬👩‍🔬👩‍🔬👩‍🔬", "  👩‍🔬👩‍🔬👩‍🔬👩‍🔬👩‍🔬\n  👩‍🔬\n"],
  ["typographic marks count as one", "“a” — “b”…", "  “a” — “b”…\n"],
])("%s", (_name, text, lines) => {
  expect(wrapped(text)).toBe(lines);
});
