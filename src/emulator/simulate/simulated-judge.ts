import type { GraderConfig } from "#grader/config/grader-config.js";
import type { AnswerKind } from "./policy.js";
import type { Random } from "./random.js";

/** A sensible judge's score for each kind of answer, as a share of its range: typical value, then spread. */
const pay: Readonly<Record<AnswerKind, readonly [number, number]>> = {
  right: [0.92, 0.06],
  near: [0.55, 0.15],
  malformed: [0.25, 0.15],
  wrong: [0.08, 0.08],
  echo: [0.04, 0.04],
};

/**
 * A simulated judge's score, for a grader that cannot run here (a judging model, a Python program, an unsupported
 * metric). It goes by the kind of answer, stays within the grader's range and never reads the text.
 */
export function simulateJudge(config: GraderConfig, kind: AnswerKind, random: Random): number {
  const [low, high] = (config.type === "score_model" ? config.range : undefined) ?? [0, 1];
  const [typical, spread] = pay[kind];
  const share = Math.min(1, Math.max(0, typical + spread * (2 * random.next() - 1)));
  if (config.type === "label_model") return share >= 0.5 ? 1 : 0;
  return low + share * (high - low);
}
