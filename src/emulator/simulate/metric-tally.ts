import { meanOf } from "#figures/mean-of.js";
import type { GraderFigures, SideFigures } from "#emulator/state/state.js";
import type { Mark, Rating } from "./rate-answer.js";

/** One answer, as counted. */
export interface CountedAnswer {
  reasoningTokens: number;
  completionTokens: number;
  /** Whether it parses; only where that is asked: with a response format, or an illness that cuts answers short. */
  parses?: boolean;
  /** True where the grader never answered, which only an illness causes. */
  unresponsive?: true;
  /** Absent for an answer that was cut off or that the grader never rated: its reward is 0, and no grader counts it. */
  rating?: Rating;
}

function mean(values: readonly number[]): number {
  return meanOf(values) ?? 0;
}

function graderFigures(marks: readonly [Mark, ...Mark[]]): GraderFigures {
  const count = (isCounted: (mark: Mark) => boolean) => marks.filter(isCounted).length;
  return {
    type: marks[0].type,
    name: marks[0].name,
    rewardMean: mean(marks.map(({ reward }) => reward)),
    count: marks.length,
    sampleParseErrors: count((mark) => mark.sampleParseError),
    invalidVariableErrors: count((mark) => mark.invalidVariableError),
    otherErrors: count((mark) => mark.otherError),
    latencyMean: mean(marks.map(({ latency }) => latency)),
  };
}

/** The metrics over a step's training or validation answers. */
export function tallyAnswers(answers: readonly CountedAnswer[]): SideFigures {
  const ratings = answers.flatMap(({ rating }) => (rating ? [rating] : []));
  const parsing = answers.flatMap(({ parses }) => (parses === undefined ? [] : [parses]));
  const [first] = ratings;
  const graders = (first ?? []).map((mark, index) =>
    graderFigures([mark, ...ratings.slice(1).flatMap((rating) => rating[index] ?? [])]),
  );
  return {
    meanReward: mean(answers.map(({ rating }) => rating?.[0].reward ?? 0)),
    reasoningTokensMean: mean(answers.map(({ reasoningTokens }) => reasoningTokens)),
    samples: answers.length,
    completionTokensMean: mean(answers.map(({ completionTokens }) => completionTokens)),
    unresponsiveMean: answers.filter(({ unresponsive }) => unresponsive).length / Math.max(1, answers.length),
    ...(parsing.length > 0 && { parseErrorMean: parsing.filter((one) => !one).length / parsing.length }),
    graders,
  };
}
