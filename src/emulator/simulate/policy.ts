import { meanOf } from "#figures/mean-of.js";
import type { Random } from "./random.js";

export const answerKinds = ["right", "near", "malformed", "wrong", "echo"] as const;
export type AnswerKind = (typeof answerKinds)[number];

/** All that the simulated model knows: one logit per kind of answer, in the order of `answerKinds`. */
export type Policy = readonly number[];

/** A model before training: mostly wrong, sometimes right, seldom echoing the prompt. */
export const initialPolicy: Policy = [-0.6, 0, -0.3, 0.6, -1.4];

/** One prompt's answers, to learn from. */
export interface AnswerGroup {
  /** The prompt's: how much less likely the right answer is, in logits. */
  difficulty: number;
  answers: readonly { kind: AnswerKind; reward: number }[];
}

// Chosen so that a fair grader lifts the reward from about 0.2 to about 0.8 in some 25 steps.
const learningRate = 0.35;
// The API accepts any multiplier above 0; beyond these a policy would only overflow.
const largestMultiplier = 10;
const largestLogit = 20;

/** How likely each kind of answer is for a prompt of this difficulty. */
export function answerOdds(policy: Policy, difficulty: number): number[] {
  const weights = policy.map((logit, kind) =>
    Math.exp(answerKinds[kind] === "right" ? logit - difficulty : logit),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

export function drawKind(odds: readonly number[], random: Random): AnswerKind {
  let rest = random.next();
  for (const [index, kind] of answerKinds.entries()) {
    rest -= odds[index] ?? 0;
    if (rest < 0) return kind;
  }
  return "wrong";
}

/** Each answer's reward relative to its group, in standard deviations; 0 where all rewards are equal. */
function advantages(rewards: readonly number[]): number[] {
  const mean = meanOf(rewards) ?? 0;
  const deviation = Math.sqrt(meanOf(rewards.map((reward) => (reward - mean) ** 2)) ?? 0);
  return rewards.map((reward) => (deviation < 1e-9 ? 0 : (reward - mean) / deviation));
}

/**
 * One step of REINFORCE with the group's mean as baseline: answers with a higher reward than their group become more
 * likely. A prompt whose answers all get the same reward teaches nothing.
 */
export function improvePolicy(
  policy: Policy,
  groups: readonly AnswerGroup[],
  rateMultiplier: number,
): Policy {
  const gradient = policy.map(() => 0);
  for (const { difficulty, answers } of groups) {
    const odds = answerOdds(policy, difficulty);
    const gains = advantages(answers.map(({ reward }) => reward));
    for (const [index, { kind }] of answers.entries()) {
      const share = (gains[index] ?? 0) / answers.length;
      for (const [other, name] of answerKinds.entries()) {
        gradient[other] = (gradient[other] ?? 0) + share * ((name === kind ? 1 : 0) - (odds[other] ?? 0));
      }
    }
  }
  const rate = (learningRate * Math.min(largestMultiplier, rateMultiplier)) / Math.max(1, groups.length);
  return policy.map((logit, kind) => {
    const next = logit + rate * (gradient[kind] ?? 0);
    return Math.min(largestLogit, Math.max(-largestLogit, next));
  });
}
