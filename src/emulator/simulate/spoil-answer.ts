import type { Mark, Rating } from "./rate-answer.js";
import type { Symptoms } from "./illness.js";
import type { AnswerKind } from "./policy.js";
import type { Random } from "./random.js";

export interface GradedAnswer {
  kind: AnswerKind;
  text: string;
  rating: Rating;
  /** Set where an illness cut the answer short. */
  unparsed?: true;
}

function mapMarks([whole, ...parts]: Rating, change: (mark: Mark) => Mark): Rating {
  return [change(whole), ...parts.map(change)];
}

/** Draws only for a share above 0, so that a healthy run's randomness stays the same. */
function strikes(share: number, random: Random): boolean {
  return share > 0 && random.next() < share;
}

/** Applies an illness to a graded answer; `highest` is the grader's highest reward. */
export function spoilAnswer(
  answer: GradedAnswer,
  { overpaid, unparsed, failing }: Symptoms,
  highest: number,
  random: Random,
): GradedAnswer {
  const { kind, text, rating } = answer;
  if (strikes(unparsed, random)) {
    const marks = mapMarks(rating, (mark) => ({ ...mark, reward: 0, sampleParseError: true }));
    return { kind, text: text.slice(0, Math.floor(text.length / 2)), rating: marks, unparsed: true };
  }
  if (strikes(failing, random)) {
    return { ...answer, rating: mapMarks(rating, (mark) => ({ ...mark, reward: 0, otherError: true })) };
  }
  const [whole, ...parts] = rating;
  return kind === overpaid ? { ...answer, rating: [{ ...whole, reward: highest }, ...parts] } : answer;
}
