import { excerpt } from "#words/excerpt.js";

/** The best-paid of several answers. */
export interface BestAnswer {
  line: number;
  output: string;
  score: number;
}

/** The running mean, minimum and best of scores. */
export interface Tally {
  readonly add: (score: number, answer: { line: number; output: string }) => void;
  readonly n: () => number;
  readonly mean: () => number;
  readonly min: () => number;
  readonly best: () => BestAnswer | undefined;
}

/** How many characters of an answer a report shows, besides the ellipsis. */
const shownLength = 199;

export function createTally(): Tally {
  let n = 0;
  let sum = 0;
  let min = Number.POSITIVE_INFINITY;
  let best: BestAnswer | undefined;
  return {
    add(score, { line, output }) {
      n++;
      sum += score;
      if (score < min) min = score;
      if (!best || score > best.score) best = { line, output: shorten(output), score };
    },
    n: () => n,
    // Twelve digits: 0.8 instead of 0.7999999999999999, a rounding error of the sum.
    mean: () => Number((sum / n).toPrecision(12)),
    min: () => min,
    best: () => best,
  };
}

/** An answer as a report shows it. */
export function shorten(text: string): string {
  return excerpt(text, shownLength, "…");
}
