/**
 * What can be wrong with a run, in the order in which a diagnosis looks for it: each with its code, which is its name in
 * code, in JSON and of its page, and then its other spellings, which are read wherever a stop rule or an illness is named
 * and are never taken away. The first of them is how its stop rule is printed and kept in ledgers, the last how the
 * emulator names it.
 */
export const sicknesses = [
  ["stalled"],
  ["grader-errors"],
  ["parse-errors"],
  ["unresponsive-samples", "unresponsive"],
  ["reward-collapse", "collapse"],
  ["train-valid-gap", "gap", "overfit"],
  ["token-collapse", "hack"],
  ["reward-flat", "flat"],
  ["token-growth"],
  ["validation-noisy", "noisy"],
  ["reward-saturated", "saturated"],
  ["plateau"],
  ["best-step-not-last"],
] as const;
export type Sickness = (typeof sicknesses)[number][0];

/** The code of what is spelled so; undefined where nothing is. */
export function sicknessOf(spelling: string): Sickness | undefined {
  return sicknesses.find((names) => names.some((name) => name === spelling))?.[0];
}

/** All spellings of a code, itself first; a name that is no sickness's has no other. */
export function spellingsOf(code: string): readonly [string, ...string[]] {
  return sicknesses.find(([name]) => name === code) ?? [code];
}
