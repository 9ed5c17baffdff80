import { didYouMean } from "#words/closest-name.js";
import { RftError } from "#errors.js";
import { spellingsOf } from "#run/sickness/sickness.js";
import { limitRules } from "./limit-rules.js";
import { rewardRules } from "./reward-rules.js";
import { sampleRules } from "./sample-rules.js";
import type { LimitKind, RunSoFar, StopRule } from "./stop-rule.js";

/**
 * All rules, in the order they are judged at a step.
 *
 * Most have a diagnosis (`run/diagnosis/`) of the same name, whose condition differs on purpose. A rule has a limit the
 * user gave and must decide at each step from what has come so far: if the noise is unknown, it assumes a share of the
 * range. A diagnosis looks back on the whole run with its own limits, says how sure it is, and stays silent if it does
 * not know the noise. What they share is in one place: evaluations with their gaps and bands
 * (`run/steps/evaluations.ts`), the best of them, and reasoning token counts (`run/steps/reasoning-tokens.ts`).
 */
export const stopRules: readonly StopRule[] = [
  ...sampleRules.errors,
  ...rewardRules,
  sampleRules.tokenGrowth,
  ...limitRules,
];

/** A rule with its limit, as the user asked for it. */
export interface ArmedRule {
  /** `plateau:5`: the same, whichever spelling the user wrote. */
  readonly text: string;
  /** True if it can also fire between two steps, as time passes. */
  readonly byTime: boolean;
  /** True if it measures rewards by the width of their range. */
  readonly byRange: boolean;
  /** True if it needs the price of an hour. */
  readonly byDollars: boolean;
  judge(run: RunSoFar): string | undefined;
}

const kinds: Record<LimitKind, { words: string; fits: (limit: number) => boolean }> = {
  count: { words: "a whole number from 1", fits: (limit) => Number.isInteger(limit) && limit >= 1 },
  share: { words: "a share above 0 and at most 1", fits: (limit) => limit > 0 && limit <= 1 },
  factor: { words: "a factor above 1", fits: (limit) => limit > 1 && Number.isFinite(limit) },
  amount: { words: "a number above 0", fits: (limit) => limit > 0 && Number.isFinite(limit) },
};

/** The name a rule is printed by. */
function printedName({ name }: StopRule): string {
  const [, short = name] = spellingsOf(name);
  return short;
}

/**
 * Parses a rule by any spelling of its name: `flat:10`, `reward-flat:10`.
 * @throws RftError `usage` if no rule has that name, or its limit is missing or invalid
 */
export function parseStopRule(asked: string): ArmedRule {
  const [name = "", written] = asked.trim().split(/:(.*)/s);
  const rule = stopRules.find((one) => spellingsOf(one.name).includes(name));
  if (!rule) {
    const spellings = stopRules.flatMap((one) => spellingsOf(one.name));
    throw new RftError("usage", `no stop rule "${name}"`, {
      hint: didYouMean(name, spellings) ?? `The rules are ${stopRules.map(printedName).join(", ")}.`,
    });
  }
  const limit = Number(written);
  const { words, fits } = kinds[rule.kind];
  if (written === undefined || written.trim() === "" || !fits(limit)) {
    throw new RftError(
      "usage",
      written === undefined
        ? `the stop rule ${name} has no limit`
        : `the stop rule ${name} cannot take ${written.trim() === "" ? "nothing" : `"${written}"`}`,
      { hint: `It takes ${words}, such as ${name}:${rule.example}.` },
    );
  }
  const byTime = rule.byTime === true;
  const byRange = rule.byRange === true;
  const byDollars = rule.name === "budget";
  const text = `${printedName(rule)}:${limit}`;
  return { text, byTime, byRange, byDollars, judge: (run) => rule.judge(run, limit) };
}

/** Parses rules in order, dropping duplicates. */
export function parseStopRules(texts: readonly string[]): ArmedRule[] {
  const rules = new Map(texts.map(parseStopRule).map((rule) => [rule.text, rule]));
  return [...rules.values()];
}

/** Every rule with its documented example limit, except those whose limit only the user can know. */
export function advisedRules(): ArmedRule[] {
  const advised = stopRules.filter((rule) => !limitRules.includes(rule));
  return parseStopRules(advised.map(({ name, example }) => `${name}:${example}`));
}
