import { countNgrams, countShared } from "./ngrams.js";

/**
 * The metric `gleu`: nltk's `sentence_gleu` with one reference: the shared runs of 1 to 4 tokens as a share of the runs
 * in the text that has more; 0 for two texts without tokens.
 */
export function gleu(input: readonly string[], reference: readonly string[]): number {
  let shared = 0;
  for (let n = 1; n <= 4; n++) shared += countShared(countNgrams(input, n), countNgrams(reference, n));
  const all = Math.max(countRuns(input.length), countRuns(reference.length));
  return all === 0 ? 0 : shared / all;
}

function countRuns(length: number): number {
  return [1, 2, 3, 4].reduce((sum, n) => sum + Math.max(0, length - n + 1), 0);
}
