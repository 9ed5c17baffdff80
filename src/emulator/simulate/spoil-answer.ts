import type { Mark, Rating } from "./rate-answer.js";
import type { Symptoms } from "./illness.js";
import type { AnswerKind } from "./policy.js";
import type { Random } from "./random.js";

/** A graded answer. */
export interface GradedAnswer {
  kind: AnswerKind;
  text: string;
  rating: Rating;
  /** Set where an illness has cut the answer short. */
  unparsed?: true;
}

function mapMarks([whole, ...parts]: Rating, change: (mark: Mark) => Mark): Rating {
  return [change(whole), ...parts.map(change)];
}

/** Draws only where there is a share: the chance of a healthy run stays as it is. */
function strikes(share: number, random: Random): boolean {
  return share > 0 && random.next() < share;
}

/** What becomes of a graded answer under an illness; `highest` is the most that the grader pays. */
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
