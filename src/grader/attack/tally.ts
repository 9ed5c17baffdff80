/** The best-paid of several answers. */
export interface BestAnswer {
  line: number;
  output: string;
  score: number;
}

/** A running mean, least and most of scores. */
export interface Tally {
  readonly add: (score: number, answer: { line: number; output: string }) => void;
  readonly n: () => number;
  readonly mean: () => number;
  readonly min: () => number;
  readonly best: () => BestAnswer | undefined;
}

/** Characters of an answer that a report shows. */
const shownLength = 200;

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
    // Twelve digits: 0.8 and not 0.7999999999999999, which only the adding up made.
    mean: () => Number((sum / n).toPrecision(12)),
    min: () => min,
    best: () => best,
  };
}

/** A text short enough to show; cut between characters, with an ellipsis where it was cut. */
export function shorten(text: string): string {
  if (text.length <= shownLength) return text;
  return `${Array.from(text.slice(0, shownLength)).slice(0, -1).join("")}…`;
}
