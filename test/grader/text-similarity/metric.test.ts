import * as fc from "fast-check";
import { beforeAll, describe, expect, it, test } from "vitest";
import { type TextSimilarityMetric, textSimilarityMetrics } from "#grader/config/grader-config.js";
import type { Lexicon } from "#grader/text-similarity/lexicon.js";
import { loadLexicon } from "#grader/text-similarity/load-lexicon.js";
import { type Metric, findMetric } from "#grader/text-similarity/metric.js";
import { anyText } from "#test/support/any-text.js";

const names = textSimilarityMetrics.filter((name) => name !== "cosine");
let lexicon: Lexicon;

beforeAll(async () => {
  lexicon = await loadLexicon();
});

function metric(name: TextSimilarityMetric): Metric {
  const found = findMetric(name, lexicon);
  if (!found) throw new Error(`no metric ${name}`);
  return found;
}

describe("the metrics of text_similarity", () => {
  const columns = ["bleu", "gleu", "meteor", "rouge_1", "rouge_2", "rouge_5", "rouge_l"] as const;
  // Made with nltk's sentence_bleu (method 4), sentence_gleu and meteor_score, and rouge_score's definitions in Python.
  test.each<[string, string, number[]]>([
    ["", "", [0, 0, 0, 0, 0, 0, 0]],
    ["a", "", [0, 0, 0, 0, 0, 0, 0]],
    ["yes", "yes", [1, 1, 0.5, 1, 0, 0, 1]],
    ["nothing shared", "different words", [0, 0, 0, 0, 0, 0, 0]],
    ["The parcel was delivered.", "The parcel was delivered.", [1, 1, 0.996, 1, 1, 0, 1]],
    ["Oslo", "The capital of Norway is Oslo.", [0.0024787521766663585, 1 / 22, 0.078125, 2 / 7, 0, 0, 2 / 7]],
    [
      "The quick dogs ran home.",
      "A fast dog was running to the house.",
      [0.022801552518095385, 0.03333333333333333, 0.4275862068965518, 2 / 13, 0, 0, 2 / 13],
    ],
    [
      "Tuesday the parcel delivered was on",
      "the parcel was delivered on Tuesday",
      [0.12789234267667535, 0.3888888888888889, 0.7106481481481481, 1, 0.2, 0, 2 / 3],
    ],
    [
      "He bought a car. It was red!",
      "She purchased an automobile; it's red.",
      [0.030601688609851067, 0.06666666666666667, 0.16666666666666666, 2 / 7, 0, 0, 2 / 7],
    ],
    ["the the the the", "the cat", [0.061033220311973134, 0.1, 0.22727272727272727, 1 / 3, 0, 0, 1 / 3]],
    ["привет мир", "привет мир", [0.2213885886251307, 1, 0.9375, 0, 0, 0, 0]],
    ["café au lait", "cafe au lait", [0.21177974141341938, 0.5, 0.625, 2 / 3, 0.5, 0, 2 / 3]],
    [
      "Dr. Lund paid $3.50, i.e. too much.",
      "Dr. Lund paid 3.50 dollars, far too much.",
      [0.23253658037997071, 0.4117647058823529, 0.75, 7 / 9, 0.625, 0.2, 7 / 9],
    ],
  ])("%j against %j", (input, reference, expected) => {
    for (const [index, name] of columns.entries()) {
      expect(metric(name)(input, reference), name).toBeCloseTo(expected[index] ?? Number.NaN, 12);
    }
  });

  test.each(names)("%s lies in 0 to 1 for any two texts", (name) => {
    const score = metric(name);
    const word = fc.constantFrom(
      "the",
      "dog",
      "Dogs",
      "ran",
      ".",
      "...",
      "'s",
      "\ud83d",
      "\ude42",
      "🙂",
      "İ",
      "\n",
      "5",
      "é",
    );
    const text = fc.oneof(
      anyText,
      fc.array(word).map((words) => words.join(" ")),
    );
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(score(a, b)).toSatisfy((value: number) => value >= 0 && value <= 1);
      }),
    );
  });

  const runs = {
    words: "word ".repeat(4000),
    letters: "a".repeat(20_000),
    stops: ".".repeat(20_000),
    "stops and spaces": ". ".repeat(10_000),
    "spaces behind a stop": `x.${" ".repeat(20_000)}y`,
    "questions and quotes": `?"`.repeat(10_000),
    quotes: "'".repeat(20_000),
    dashes: "-".repeat(20_000),
    brackets: ".)".repeat(10_000),
    "different words": Array.from({ length: 4000 }, (_, index) => `w${index}`).join(" "),
  };
  test.each(Object.entries(runs))("20,000 characters of %s take no squares of time", (_, text) => {
    for (const name of names) {
      const started = performance.now();
      metric(name)(text, `${text.slice(1)} b`);
      expect(performance.now() - started, name).toBeLessThan(1500);
    }
  });

  it("has no cosine, which asks an embedding model", () => {
    expect(findMetric("cosine", lexicon)).toBeUndefined();
  });
});
