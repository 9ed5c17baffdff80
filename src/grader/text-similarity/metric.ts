import { RftError } from "#errors.js";
import type { TextSimilarityMetric } from "#grader/config/grader-config.js";
import { bleu } from "./bleu.js";
import { fuzzyMatch } from "./fuzzy-match.js";
import { gleu } from "./gleu.js";
import type { Lexicon } from "./lexicon.js";
import { meteor } from "./meteor.js";
import { rougeL, rougeN, tokenizeForRouge } from "./rouge.js";
import { tokenizeWords } from "./tokenize-words.js";

/** How alike two texts are, from 0 to 1; only `fuzzy_match`, `gleu` and the rouges are symmetric. */
export type Metric = (input: string, reference: string) => number;

/** Compares tokens; a text compared with itself is split once. */
function onTokens(
  tokenize: (text: string) => string[],
  compare: (input: readonly string[], reference: readonly string[]) => number,
): Metric {
  return (input, reference) => {
    const tokens = tokenize(input);
    return compare(tokens, reference === input ? tokens : tokenize(reference));
  };
}

function rouge(n: number): Metric {
  return onTokens(tokenizeForRouge, (input, reference) => rougeN(input, reference, n));
}

const metrics: Readonly<Record<Exclude<TextSimilarityMetric, "meteor" | "cosine">, Metric>> = {
  fuzzy_match: fuzzyMatch,
  bleu: onTokens(tokenizeWords, bleu),
  gleu: onTokens(tokenizeWords, gleu),
  rouge_1: rouge(1),
  rouge_2: rouge(2),
  rouge_3: rouge(3),
  rouge_4: rouge(4),
  rouge_5: rouge(5),
  rouge_l: onTokens(tokenizeForRouge, rougeL),
};

/**
 * The metric of that name; undefined for `cosine`, which compares embeddings of the texts. Without a lexicon `meteor`
 * throws an RftError `usage` when it is called.
 */
export function findMetric(name: TextSimilarityMetric, lexicon: Lexicon | undefined): Metric | undefined {
  if (name === "cosine") return undefined;
  if (name !== "meteor") return metrics[name];
  return lexicon
    ? onTokens(tokenizeWords, (input, reference) => meteor(input, reference, lexicon))
    : refuseMeteor;
}

function refuseMeteor(): never {
  throw new RftError("usage", "meteor was asked for a score before its synonyms were loaded", {
    hint: "Score with the grader that `await prepareGrader(grader)` gives.",
  });
}
