import { existsSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it, test } from "vitest";
import { type TextSimilarityMetric, textSimilarityMetrics } from "#grader/config/grader-config.js";
import type { Lexicon } from "#grader/text-similarity/lexicon.js";
import { loadLexicon } from "#grader/text-similarity/load-lexicon.js";
import { findMetric } from "#grader/text-similarity/metric.js";
import { porterStem } from "#grader/text-similarity/porter-stem.js";
import { tokenizeForRouge } from "#grader/text-similarity/rouge.js";
import { splitSentences } from "#grader/text-similarity/split-sentences.js";
import { tokenizeWords } from "#grader/text-similarity/tokenize-words.js";

const folder = "../shared/data/goldens";

function read(name: string): unknown {
  return JSON.parse(readFileSync(`${folder}/${name}.json`, "utf8"));
}

describe.skipIf(!existsSync(folder))("golden values (skipped where ../shared/data is absent)", () => {
  let lexicon: Lexicon;
  beforeAll(async () => {
    lexicon = await loadLexicon();
  });

  interface Pair {
    id: string;
    input: string;
    reference: string;
    scores: Record<string, number>;
  }

  test.each(textSimilarityMetrics.filter((name) => name !== "cosine"))("%s of every pair", (name) => {
    const { pairs } = read("text_similarity") as { pairs: Pair[] };
    const score = findMetric(name, lexicon);
    const off = pairs.filter(
      ({ input, reference, scores }) =>
        !(Math.abs((score?.(input, reference) ?? Number.NaN) - (scores[name] ?? Number.NaN)) <= 1e-9),
    );
    expect(off.map(({ id }) => id)).toEqual([]);
    expect(pairs.length).toBeGreaterThan(200);
  });

  it("are what the service itself gave, where its texts are known", () => {
    const { observed } = read("observed") as {
      observed: { metric: string; input?: string; reference?: string; score: number }[];
    };
    const known = observed.flatMap(({ metric, input, reference, score }) => {
      const name = textSimilarityMetrics.find((one): one is TextSimilarityMetric => one === metric);
      return name && input !== undefined && reference !== undefined
        ? [{ name, input, reference, score }]
        : [];
    });
    expect(known.map(({ name, input, reference }) => findMetric(name, lexicon)?.(input, reference))).toEqual(
      known.map(({ score }) => score),
    );
    expect(known.length).toBeGreaterThan(3);
  });

  it("sentences and tokens of every text", () => {
    const texts = read("tokenize") as {
      text: string;
      sents: string[];
      word: string[];
      rouge_score: string[];
    }[];
    for (const { text, sents, word, rouge_score } of texts) {
      expect(splitSentences(text)).toEqual(sents);
      expect(tokenizeWords(text)).toEqual(word);
      expect(tokenizeForRouge(text)).toEqual(rouge_score);
    }
    expect(texts.length).toBeGreaterThan(300);
  });

  it("stem and synonyms of every word", () => {
    const words = read("lexicon") as { word: string; stem: string; syn: string[] }[];
    // METEOR compares in lower case: a synonym with a capital letter can match nothing.
    const lower = (list: string[]) => list.filter((word) => word === word.toLowerCase()).toSorted();
    for (const { word, stem, syn } of words) {
      expect([word, porterStem(word)]).toEqual([word, stem]);
      expect(lower([...lexicon.synonymsOf(word).add(word)])).toEqual(lower(syn));
    }
    expect(words.length).toBeGreaterThan(1900);
  });
});
