import type { JsonObject } from "#json/json-value.js";
import type { CompiledGrader } from "#grader/score/compile-grader.js";
import type { Engines } from "#grader/score/create-scorer.js";
import type { Outcome, ScoreAnswer } from "#grader/config/grader-part.js";
import { mapInOrder } from "#grader/samples/map-in-order.js";
import { sampleFromText } from "#grader/language/sample.js";

/** The engines for graders that cannot run by themselves, and how far a check goes with them. */
export interface CheckEngines extends Engines {
  /** Most rows to answer: each of a judge's answers costs money, and a program may be slow. */
  rows: number;
  /** How many answers may wait for an engine at once. */
  atOnce: number;
}

/** How a check scores its answers, and within what limits. */
export interface AnswerScoring {
  readonly score: ScoreAnswer;
  readonly atOnce: number;
  /** Most rows to answer; undefined if answering costs nothing. */
  readonly rows?: number;
  /** Grader types that run. */
  readonly executed: readonly string[];
  /** Grader types and metrics that are only checked; if there are any, no answer has a score. */
  readonly static: readonly string[];
}

/** Chooses how to score a grader's answers with the engines at hand. */
export async function answerScoring(
  grader: CompiledGrader,
  engines: CheckEngines | undefined,
): Promise<AnswerScoring> {
  const runs = (type: string) =>
    (type === "python" && engines?.python !== undefined) ||
    (type === "score_model" && engines?.judge !== undefined);
  if (!engines || !grader.static.some(runs)) {
    return { score: (scope) => grader.score(scope), atOnce: 1, ...pickTypes(grader) };
  }
  const { scoreWith } = await import("#grader/score/create-scorer.js");
  return {
    score: await scoreWith(grader, engines),
    atOnce: engines.atOnce,
    rows: engines.rows,
    executed: [...grader.executed, ...grader.static.filter(runs)],
    static: grader.static.filter((type) => !runs(type)),
  };
}

function pickTypes({ executed, static: onlyStatic }: CompiledGrader) {
  return { executed, static: onlyStatic };
}

/** An answer to a row. */
export interface RowAnswer {
  readonly item: JsonObject;
  readonly output: string;
}

/** Scores answers, in order, in batches of what is ready. */
export function scoreAnswers<Answer extends RowAnswer>(
  batches: Iterable<readonly Answer[]>,
  { score, atOnce }: AnswerScoring,
): AsyncGenerator<{ answer: Answer; outcome: Outcome }[]> {
  return mapInOrder(batches, atOnce, (answer) => {
    const outcome = score({ item: answer.item, sample: sampleFromText(answer.output) });
    return outcome instanceof Promise
      ? outcome.then((settled) => ({ answer, outcome: settled }))
      : { answer, outcome };
  });
}
