import { commonSubsequence } from "./common-subsequence.js";
import { countNgrams, countShared } from "./ngrams.js";

/**
 * The tokens of google's `rouge_score` 0.1.2 without a stemmer: runs of a-z and 0-9 in the text in lower case. Every
 * other character separates, so a text in another script has no tokens and scores 0 even against itself.
 */
export function tokenizeForRouge(text: string): string[] {
  return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
}

/** The metrics `rouge_1` to `rouge_5`: the F-measure of shared runs of `n` tokens; 0 for texts shorter than that. */
export function rougeN(input: readonly string[], reference: readonly string[], n: number): number {
  const shared = countShared(countNgrams(input, n), countNgrams(reference, n));
  return fMeasure(shared, Math.max(1, input.length - n + 1), Math.max(1, reference.length - n + 1));
}

/** The metric `rouge_l`: the F-measure of the longest common subsequence of the two whole texts. */
export function rougeL(input: readonly string[], reference: readonly string[]): number {
  if (input.length === 0 || reference.length === 0) return 0;
  const numbers = new Map<string, number>();
  const shared = commonSubsequence(numberTokens(input, numbers), numberTokens(reference, numbers));
  return fMeasure(shared, input.length, reference.length);
}

function numberTokens(tokens: readonly string[], numbers: Map<string, number>): Uint32Array {
  return Uint32Array.from(tokens, (token) => {
    const known = numbers.get(token) ?? numbers.size;
    numbers.set(token, known);
    return known;
  });
}

function fMeasure(shared: number, inputTotal: number, referenceTotal: number): number {
  if (shared === 0) return 0;
  const precision = shared / inputTotal;
  const recall = shared / referenceTotal;
  return (2 * precision * recall) / (precision + recall);
}
