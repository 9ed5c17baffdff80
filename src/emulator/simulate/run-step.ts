import { sampleFromText } from "#grader/language/sample.js";
import type { Hyperparameters, SideFigures } from "#emulator/state/state.js";
import { spoilAnswer } from "./spoil-answer.js";
import { writeAnswer } from "./simulated-answers.js";
import { type Illness, type Symptoms, symptomsOf } from "./illness.js";
import {
  type AnswerGroup,
  type AnswerKind,
  type Policy,
  answerKinds,
  answerOdds,
  drawKind,
  improvePolicy,
} from "./policy.js";
import { type Random, createRandom, shuffled } from "./random.js";
import { isEvaluated } from "./schedule.js";
import { type CountedAnswer, tallyAnswers } from "./metric-tally.js";
import type { Prompt, Task } from "./task.js";
import { countAnswerTokens, drawReasoningTokens } from "./tokens.js";

export interface StepInput {
  task: Task;
  hyperparameters: Hyperparameters;
  policy: Policy;
  /** From 1. */
  step: number;
  totalSteps: number;
  /** `healthy` where absent. */
  illness?: Illness;
}

/** What a step measured and learned. */
export interface StepOutcome {
  train: SideFigures;
  valid: SideFigures | undefined;
  policy: Policy;
}

/** Answers per prompt at a compute multiplier of 1. */
const groupSize = 16;
/** The API accepts any eval_samples; the page of May 2025 says 1 to 10. */
const mostEvalSamples = 64;
/** The share of training answers that are cut off; about the same as in the public file. */
const cutOff = 0.02;

/** The rows of a step's batch: each epoch has its own order and may end in a short batch. */
function batchOf({ task, hyperparameters, step }: StepInput): Prompt[] {
  const { batch_size } = hyperparameters;
  const perEpoch = Math.ceil(task.train.length / batch_size);
  const epoch = Math.floor((step - 1) / perEpoch);
  const start = ((step - 1) % perEpoch) * batch_size;
  const order = shuffled(task.train.length, createRandom(task.key, "epoch", epoch));
  return order.slice(start, start + batch_size).flatMap((index) => task.train[index] ?? []);
}

/** A different row's gold; the row's own if a few draws find no other. */
function otherGold(gold: string, prompts: readonly Prompt[], random: Random): string {
  for (let draw = 0; draw < 5; draw++) {
    const other = prompts[random.integer(prompts.length)]?.gold ?? gold;
    if (other !== gold) return other;
  }
  return gold;
}

interface AnswerInput {
  prompt: Prompt;
  /** The rows whose golds serve as wrong answers. */
  others: readonly Prompt[];
  odds: readonly number[];
  symptoms: Symptoms;
}

/** Whether an answer parses, where that counts: with a response format, or an illness that cuts answers short. */
function parsing(task: Task, symptoms: Symptoms, text: string | undefined): Pick<CountedAnswer, "parses"> {
  if (text === undefined) return { parses: false };
  if (task.hasResponseFormat) return { parses: sampleFromText(text).output_json !== undefined };
  return symptoms.unparsed > 0 ? { parses: true } : {};
}

function symptomsAt({ task, step, totalSteps, illness = "healthy" }: StepInput, side: "train" | "valid") {
  return symptomsOf(illness, { side, step, totalSteps, key: task.key });
}

/** Shifts a policy by an illness; the sign -1 takes the shift out again after learning. */
function shifted(policy: Policy, { shift }: Symptoms, sign: 1 | -1 = 1): Policy {
  return policy.map((logit, kind) => logit + sign * (shift[answerKinds[kind] ?? "wrong"] ?? 0));
}

/** Draws one answer to a prompt and grades it. */
function answerOnce(input: StepInput, { prompt, others, odds, symptoms }: AnswerInput, random: Random) {
  const { task, hyperparameters } = input;
  const kind: AnswerKind = drawKind(odds, random);
  const source = { ...prompt, otherGold: otherGold(prompt.gold, others, random) };
  const written = writeAnswer(kind, source, random);
  const learned = odds[answerKinds.indexOf("right")] ?? 0;
  const effort = { difficulty: prompt.difficulty, learned };
  const reasoningTokens = Math.round(drawReasoningTokens(hyperparameters, effort, random) * symptoms.tokens);
  const rated = task.rater.rate({ item: prompt.item, text: written, kind }, random);
  const { text, rating, unparsed } = spoilAnswer(
    { kind, text: written, rating: rated },
    symptoms,
    task.rater.highest,
    random,
  );
  const counted: CountedAnswer = {
    reasoningTokens,
    completionTokens: reasoningTokens + countAnswerTokens(text),
    rating,
    ...parsing(task, symptoms, unparsed ? undefined : text),
  };
  return { kind, text, counted, reward: rating[0].reward };
}

function train(input: StepInput): Pick<StepOutcome, "train" | "policy"> {
  const { task, step, hyperparameters } = input;
  const symptoms = symptomsAt(input, "train");
  const policy = shifted(input.policy, symptoms);
  const random = createRandom(task.key, "train", step);
  const size = Math.min(64, Math.max(4, Math.round(groupSize * hyperparameters.compute_multiplier)));
  const counted: CountedAnswer[] = [];
  const groups: AnswerGroup[] = [];
  for (const prompt of batchOf(input)) {
    const difficulty = prompt.difficulty + symptoms.difficulty;
    const odds = answerOdds(policy, difficulty);
    const answers: { kind: AnswerKind; reward: number }[] = [];
    for (let draw = 0; draw < size; draw++) {
      const answer = answerOnce(input, { prompt, others: task.train, odds, symptoms }, random);
      if (random.next() < cutOff) {
        const { rating: _unseen, ...cut } = answer.counted;
        counted.push(cut);
      } else if (symptoms.unresponsive > 0 && random.next() < symptoms.unresponsive) {
        const { rating: _unanswered, ...unpaid } = answer.counted;
        counted.push({ ...unpaid, unresponsive: true });
      } else {
        counted.push(answer.counted);
        answers.push(answer);
      }
    }
    groups.push({ difficulty, answers });
  }
  const rate = hyperparameters.learning_rate_multiplier * symptoms.learning;
  return {
    train: tallyAnswers(counted),
    policy: shifted(improvePolicy(policy, groups, rate), symptoms, -1),
  };
}

/** One graded answer of an evaluation. */
export interface ValidationAnswer {
  prompt: Prompt;
  /** 0-based, in the validation file. */
  row: number;
  kind: AnswerKind;
  text: string;
  reward: number;
  counted: CountedAnswer;
}

/**
 * Grades `eval_samples` answers, up to a bound, to every validation row; nothing is learned from them. Takes the policy
 * after the step: the same policy always gives the same answers.
 */
export function answerValidation(input: StepInput): ValidationAnswer[] {
  const { task, step, hyperparameters } = input;
  const symptoms = symptomsAt(input, "valid");
  const policy = shifted(input.policy, symptoms);
  const random = createRandom(task.key, "valid", step);
  const answers: ValidationAnswer[] = [];
  for (const [row, prompt] of task.valid.entries()) {
    const odds = answerOdds(policy, prompt.difficulty + symptoms.difficulty);
    for (let draw = 0; draw < Math.min(mostEvalSamples, hyperparameters.eval_samples); draw++) {
      const answer = answerOnce(input, { prompt, others: task.valid, odds, symptoms }, random);
      answers.push({ prompt, row, ...answer });
    }
  }
  return answers;
}

function evaluate(input: StepInput): SideFigures {
  return tallyAnswers(answerValidation(input).map(({ counted }) => counted));
}

/** Runs one step of the simulated training; the outcome depends only on the input. */
export function runStep(input: StepInput): StepOutcome {
  const { step, totalSteps, hyperparameters } = input;
  const trained = train(input);
  const valid = isEvaluated(step, totalSteps, hyperparameters)
    ? evaluate({ ...input, policy: trained.policy })
    : undefined;
  return { ...trained, valid };
}
