import type { CompiledGrader } from "#grader/score/compile-grader.js";
import type { Scorer } from "#grader/score/create-scorer.js";
import { mapInOrder } from "./map-in-order.js";
import type { SampleLine } from "./read-samples.js";
import { type Score, toScore } from "#grader/score/score-sample.js";

/** A line of a samples file and what it earned. */
export interface GradedLine {
  readonly sample: SampleLine;
  readonly score: Score;
}

/** How to grade. */
export interface GradeOptions {
  /** How many lines may wait for an engine at once. */
  atOnce: number;
  /** Stops the grading before the next line; its reason is thrown. */
  signal?: AbortSignal;
}

/**
 * Grades lines in order, in batches of what is ready. A line that cannot be read gets the reward 0 and the flag
 * `sample_parse_error`: the service has no other flag for it.
 */
export function gradeSamples(
  grader: CompiledGrader,
  scorer: Scorer,
  { batches, atOnce, signal }: GradeOptions & { batches: AsyncIterable<readonly SampleLine[]> },
): AsyncGenerator<GradedLine[]> {
  return mapInOrder(batches, atOnce, (sample) => {
    signal?.throwIfAborted();
    if (!sample.subject) return { sample, score: unreadable(grader, sample.fault ?? "") };
    const score = scorer.score(sample.subject);
    return score instanceof Promise ? score.then((one) => ({ sample, score: one })) : { sample, score };
  });
}

function unreadable(grader: CompiledGrader, detail: string): Score {
  return toScore(grader, { value: 0, raised: ["sample_parse_error"], detail }, 0);
}
