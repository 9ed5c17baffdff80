import type { RewardRange } from "#run/steps/noise-band.js";
import { unitRange } from "#run/steps/noise-band.js";
import { type RunRecord, createRunRecord } from "#run/stop-rules/run-record.js";
import type { ArmedRule } from "#run/stop-rules/stop-rules.js";
import type { RuleUpdate } from "./job-update.js";
import { type SavedWatch, type WantedPause, packSteps, unpackSteps } from "./saved-watch.js";
import type { SpendSoFar } from "./spend-so-far.js";

/** What a watch's rules know about the run, and which have fired. */
export interface RunGuard {
  record: RunRecord;
  range: RewardRange;
  /** Rules that have fired, in this or an earlier watch of the job; they do not fire again. */
  readonly fired: Set<string>;
  /** Set from the moment a rule fires until the job runs again. */
  pause: WantedPause | undefined;
}

/** A guard that starts empty or from what an earlier watch saved. */
export function createGuard(range: RewardRange | undefined, saved?: SavedWatch): RunGuard {
  return {
    record: createRunRecord(range ? { range } : {}, saved && unpackSteps(saved.steps)),
    range: range ?? unitRange,
    fired: new Set(saved?.fired),
    pause: saved?.pause,
  };
}

/** The parts of a guard to save. */
export function saveGuard({ record, fired, pause }: RunGuard): Pick<SavedWatch, "steps" | "fired" | "pause"> {
  return { steps: packSteps(record.steps), fired: [...fired], ...(pause && { pause }) };
}

/**
 * Judges the run so far and returns the rules that fire. Each fires once, and none fires while a pause is wanted.
 * Several may fire at one step; one pause serves them all.
 */
export function judgeRun(
  guard: RunGuard,
  rules: readonly ArmedRule[],
  spend: SpendSoFar,
  at: string,
): RuleUpdate[] {
  if (guard.pause || rules.every(({ text }) => guard.fired.has(text))) return [];
  const { steps, evaluations } = guard.record;
  const run = { steps, evaluations, range: guard.range, ...spend };
  const step = steps.at(-1)?.step ?? 0;
  const updates = rules.flatMap((rule): RuleUpdate[] => {
    const reason = guard.fired.has(rule.text) ? undefined : rule.judge(run);
    return reason === undefined ? [] : [{ type: "rule", at, rule: rule.text, step, reason }];
  });
  for (const { rule } of updates) guard.fired.add(rule);
  if (updates.length > 0) guard.pause = { rules: updates.map(({ rule }) => rule), step, isAsked: false };
  return updates;
}
