import type { JsonObject } from "#json/json-value.js";
import type { DiagnosisCode } from "#run/diagnosis/diagnosis.js";
import { spellingsOf } from "#run/sickness/sickness.js";
import type { AnswerKind } from "./policy.js";
import { createRandom } from "./random.js";

/** The illnesses that a job can order for its simulated run. */
export const illnesses = [
  "healthy",
  "reward-flat",
  "plateau",
  "reward-collapse",
  "token-collapse",
  "train-valid-gap",
  "token-growth",
  "parse-errors",
  "grader-errors",
  "unresponsive-samples",
  "reward-saturated",
  "validation-noisy",
  "stalled",
] as const satisfies readonly DiagnosisCode[];
export type Illness = (typeof illnesses)[number];

/** The metadata key that orders one. */
export const illnessKey = "simulated_illness";

/** How an illness changes a step. */
export interface Symptoms {
  /** Multiplies what the step learns. */
  learning: number;
  /** Added to the policy's logits. */
  shift: Readonly<Partial<Record<AnswerKind, number>>>;
  /** Added to every prompt's difficulty. */
  difficulty: number;
  /** Multiplies reasoning tokens. */
  tokens: number;
  /** A kind of answer that gets the full reward, whatever it deserves. */
  overpaid?: AnswerKind;
  /** Shares of answers that are cut until they do not parse, that the grader fails on, or never rates (training). */
  unparsed: number;
  failing: number;
  unresponsive: number;
}

const none: Symptoms = {
  learning: 1,
  shift: {},
  difficulty: 0,
  tokens: 1,
  unparsed: 0,
  failing: 0,
  unresponsive: 0,
};

export interface Moment {
  side: "train" | "valid";
  step: number;
  totalSteps: number;
  /** The key of the job's randomness. */
  key: string;
}

/** 0 up to a share of the run, then a linear rise to 1 at its end. */
function rise({ step, totalSteps }: Moment, from: number): number {
  return Math.max(0, (step / totalSteps - from) / (1 - from));
}

/** Shares of a run after which some illnesses break out, or learning ends. */
const half = 0.5;
const third = 0.34;
const early = 0.4;

const courses: Readonly<Record<Illness, (moment: Moment) => Partial<Symptoms>>> = {
  healthy: () => ({}),
  "reward-flat": () => ({ learning: 0 }),
  plateau: (moment) => ({ learning: rise(moment, early) > 0 ? 0 : 1 }),
  "reward-collapse": (moment) =>
    rise(moment, half) > 0 ? { learning: 0, shift: { malformed: 6 * rise(moment, half) } } : {},
  // The grader is hacked: answers that only echo the prompt earn the full reward and need no reasoning.
  "token-collapse": (moment) => ({
    learning: 2,
    overpaid: "echo",
    shift: { echo: 8 * rise(moment, 0.2) },
    tokens: 1 - 0.85 * rise(moment, 0.2),
  }),
  // The model remembers the training rows and gets worse on others.
  "train-valid-gap": (moment) => ({ difficulty: (moment.side === "train" ? -3 : 3) * rise(moment, third) }),
  "token-growth": (moment) => ({
    learning: rise(moment, early) > 0 ? 0 : 1,
    tokens: 1 + 3 * rise(moment, third),
  }),
  "parse-errors": (moment) => ({ unparsed: 0.1 + 0.3 * rise(moment, 0) }),
  "grader-errors": () => ({ failing: 0.3 }),
  "unresponsive-samples": () => ({ unresponsive: 0.25 }),
  "reward-saturated": () => ({ shift: { right: 7 } }),
  "validation-noisy": (moment) =>
    moment.side === "valid"
      ? { shift: { right: 2 * createRandom(moment.key, "noisy", moment.step).normal() } }
      : {},
  stalled: () => ({}),
};

/** An illness's symptoms at a step. Pure. */
export function symptomsOf(illness: Illness, moment: Moment): Symptoms {
  return { ...none, ...courses[illness](moment) };
}

// A job was seen to hang for 37 hours (microsoft/LAB521, bug reports, 2026).
const stall = 37 * 3600;

/** Seconds by which an illness delays a step. */
export function delayOf(illness: Illness, { step, totalSteps }: Pick<Moment, "step" | "totalSteps">): number {
  return illness === "stalled" && step === Math.max(1, Math.ceil(totalSteps * 0.6)) ? stall : 0;
}

/** The emulator's own name for an illness. */
export function illnessName(illness: Illness): string {
  return spellingsOf(illness).at(-1) ?? illness;
}

/**
 * The illness that a job's metadata orders, in any of its spellings: `healthy` where it orders none, undefined where
 * the name is unknown.
 */
export function illnessOf(metadata: JsonObject | undefined): Illness | undefined {
  const asked = metadata?.[illnessKey] ?? "healthy";
  return illnesses.find((illness) => spellingsOf(illness).some((spelling) => spelling === asked));
}
