import type { Hyperparameters } from "#emulator/state/state.js";
import type { Random } from "./random.js";

/** Multiplies reasoning tokens by effort. */
const effortFactor: Readonly<Record<string, number>> = { low: 0.5, medium: 1, high: 2 };

// The only public result file rises from 222 to about 450 reasoning tokens as its reward rises.
const firstTokens = 220;
const learnedTokens = 230;

/** Reasoning tokens of one answer; they grow with effort, with difficulty and with what the model has learned. */
export function drawReasoningTokens(
  { reasoning_effort }: Pick<Hyperparameters, "reasoning_effort">,
  prompt: { difficulty: number; learned: number },
  random: Random,
): number {
  const typical = firstTokens + learnedTokens * prompt.learned;
  const factor =
    (effortFactor[reasoning_effort] ?? 1) * Math.exp(0.15 * prompt.difficulty + 0.35 * random.normal());
  return Math.round(typical * factor);
}

/** Tokens of the answer itself: about four characters each, plus a few for framing. */
export function countAnswerTokens(text: string): number {
  return Math.ceil(text.length / 4) + 8;
}
