import { existsSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { fuzzyMatch } from "#grader/text-similarity/fuzzy-match.js";

const goldenPath = "../shared/data/goldens/text_similarity.json";
const observedPath = "../shared/data/goldens/observed.json";

/** The ratio by the textbook's table of prefixes. */
function ratioByTable(a: string, b: string): number {
  const [x, y] = [Array.from(a), Array.from(b)];
  if (x.length + y.length === 0) return 1;
  let above: number[] = Array.from({ length: y.length + 1 }, () => 0);
  for (const symbol of x) {
    const row = [0];
    for (let j = 1; j <= y.length; j++) {
      row.push(symbol === y[j - 1] ? above[j - 1]! + 1 : Math.max(above[j]!, row[j - 1]!));
    }
    above = row;
  }
  return (2 * above[y.length]!) / (x.length + y.length);
}

describe("fuzzy_match", () => {
  test.each<[string, string, number]>([
    ["", "", 1],
    ["", "a", 0],
    ["abc", "abc", 1],
    ["abc", "xyz", 0],
    ["kitten", "sitting", 8 / 13],
    ["Paris", "paris", 4 / 5],
    ["🙂", "🙂🙂", 2 / 3],
    ["a🙂b", "ab", 4 / 5],
    ["é", "e\u0301", 0],
    ["ab", "ba", 1 / 2],
    ["\uD83D", "🙂", 0],
  ])("%j and %j", (input, reference, expected) => {
    expect(fuzzyMatch(input, reference)).toBeCloseTo(expected, 12);
  });

  const lengths = [0, 1, 31, 32, 33, 63, 64, 65, 100];
  const symbol = fc.constantFrom("a", "b", "c", "é", "字", "🙂", "\uD83D");
  const text = fc
    .constantFrom(...lengths)
    .chain((length) => fc.array(symbol, { minLength: length, maxLength: length }).map((all) => all.join("")));

  it("equals the table of prefixes around the edges of words", () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const score = fuzzyMatch(a, b);
        expect(score).toBeCloseTo(ratioByTable(a, b), 12);
        expect(score).toBe(fuzzyMatch(b, a));
        expect(score >= 0 && score <= 1).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });
});

interface Pair {
  id: string;
  input: string;
  reference: string;
  scores: { fuzzy_match: number };
}

describe.skipIf(!existsSync(goldenPath))("golden pairs (skipped where ../shared/data is absent)", () => {
  it("match rapidfuzz on every pair", () => {
    const { pairs } = JSON.parse(readFileSync(goldenPath, "utf8")) as { pairs: Pair[] };
    const apart = pairs.filter(
      ({ input, reference, scores }) =>
        !(Math.abs(fuzzyMatch(input, reference) - scores.fuzzy_match) <= 1e-9),
    );
    expect(apart.map(({ id }) => id)).toEqual([]);
    expect(pairs.length).toBeGreaterThan(200);
  });

  it("match what the service itself gave, where its texts are known", () => {
    const { observed } = JSON.parse(readFileSync(observedPath, "utf8")) as {
      observed: { metric: string; note?: string; score: number }[];
    };
    const scores = observed.filter(({ metric }) => metric === "fuzzy_match").map(({ score }) => score);
    // Its two fuzzy scores come without texts: one of identical texts, one of 185 and 276 characters with an LCS of 141.
    expect(scores).toEqual([
      fuzzyMatch(`${"a".repeat(141)}${"b".repeat(44)}`, `${"a".repeat(141)}${"c".repeat(135)}`),
      fuzzyMatch("the same", "the same"),
    ]);
  });
});
