import type { JudgeLoad } from "#grader/judge/judge-load.js";
import { isReasoningModel } from "#rules/find-price.js";
import type { RuleSet } from "#rules/rule-set.js";
import type { Assumption, RunPace } from "./estimate-basis.js";
import type { EstimateFacts } from "./estimate-facts.js";
import { type Prices, tokenDollars } from "#run/spend/spend.js";
import { type Spread, certain, combine, plus, rounded, times } from "./spread.js";

/** What one judge grader would use. */
export interface GraderEstimate {
  /** JSON pointer in the grader: empty for the grader itself. */
  pointer: string;
  model: string;
  /** Calls in training and evaluations. */
  calls: Spread;
  input: Spread;
  output: Spread;
  /** Absent if the model has no price. */
  dollars?: Spread;
}

export interface GraderInput {
  facts: EstimateFacts;
  rollouts: Spread;
  /** Answers graded in all evaluations. */
  evaluationSamples: Spread;
  pace: RunPace;
  rules: RuleSet;
  prices: Prices;
}

/** Tokens a judge reads for one answer. */
function promptOf({ promptTokens, quotations }: JudgeLoad, { answerTokens }: RunPace): Spread {
  return plus(certain(promptTokens), times(certain(quotations), answerTokens));
}

/** Tokens a judge writes for one answer: a reasoning model about as many as it reads, and up to twice that. */
function replyOf({ model, outputLimit }: JudgeLoad, prompt: Spread, rules: RuleSet): Spread {
  const { judgeOutputTokens, reasoningJudgeOutputShare: share } = rules.runAnchors.value;
  const reply = isReasoningModel(model)
    ? { low: judgeOutputTokens.high, likely: prompt.likely * share, high: prompt.high * share * 2 }
    : judgeOutputTokens;
  const inOrder = {
    ...reply,
    likely: Math.max(reply.low, reply.likely),
    high: Math.max(reply.low, reply.high),
  };
  return combine([inOrder], (tokens) => Math.min(tokens, outputLimit ?? tokens));
}

function priced(input: Spread, output: Spread, price: ReturnType<Prices["grader"]>): Spread | undefined {
  return (
    price &&
    combine([input, output], (read, written) => tokenDollars({ input: read, output: written }, price))
  );
}

function estimateGrader(
  load: JudgeLoad,
  validation: JudgeLoad | undefined,
  parts: GraderInput,
): GraderEstimate {
  const { rollouts, evaluationSamples, pace, rules, prices } = parts;
  const [trained, evaluated] = [promptOf(load, pace), promptOf(validation ?? load, pace)];
  const input = plus(times(rollouts, trained), times(evaluationSamples, evaluated));
  const output = plus(
    times(rollouts, replyOf(load, trained, rules)),
    times(evaluationSamples, replyOf(load, evaluated, rules)),
  );
  const dollars = priced(input, output, prices.grader(load.model));
  return {
    pointer: load.pointer,
    model: load.model,
    calls: rounded(plus(rollouts, evaluationSamples)),
    input: rounded(input),
    output: rounded(output),
    ...(dollars && { dollars }),
  };
}

/** What each judge grader reads and writes over a whole job, and its cost if the model has a price. */
export function estimateGraders(input: GraderInput): GraderEstimate[] {
  const { training, validation } = input.facts;
  return training.judges.map((load, index) => estimateGrader(load, validation?.judges[index], input));
}

/** The assumptions about judges, if there are any. */
export function graderAssumptions(graders: readonly GraderEstimate[], { runAnchors }: RuleSet): Assumption[] {
  const { source, date, value } = runAnchors;
  const { low, likely, high } = value.judgeOutputTokens;
  const texts = graders.map(({ model }) =>
    isReasoningModel(model)
      ? `${model} reasons: it writes ${value.reasoningJudgeOutputShare} tokens for each that it reads, at the most twice that`
      : `tokens that ${model} writes over an answer: ${low} to ${high}, likely ${likely}`,
  );
  return [...new Set(texts)].map((text) => ({ text, source, date }));
}
