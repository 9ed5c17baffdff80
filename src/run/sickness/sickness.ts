/**
 * What can be wrong with a run, in the order a diagnosis looks for it. Each entry starts with its code, used in code,
 * in JSON and as its page's name. Its other spellings follow; they are accepted wherever a stop rule or a sickness is
 * named, and are never removed. The first of them is how its stop rule is printed and kept in ledgers, the last how the
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

/** The code for a spelling; undefined if there is none. */
export function sicknessOf(spelling: string): Sickness | undefined {
  return sicknesses.find((names) => names.some((name) => name === spelling))?.[0];
}

/** All spellings of a code, itself first; a name that is not a sickness has no others. */
export function spellingsOf(code: string): readonly [string, ...string[]] {
  return sicknesses.find(([name]) => name === code) ?? [code];
}
