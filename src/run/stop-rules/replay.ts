import { bestEvaluation } from "#run/steps/evaluations.js";
import { type RewardRange, unitRange } from "#run/steps/noise-band.js";
import type { StepMetrics } from "#run/steps/results.js";
import { createRunRecord } from "./run-record.js";
import type { ArmedRule } from "./stop-rules.js";

/** Where a rule would have paused a past run, and what that would have saved. */
export interface ReplayedRule {
  rule: string;
  /** Absent if the rule never fires. */
  fired?: {
    step: number;
    reason: string;
    saved: { steps: number; hours: number; dollars?: number };
    /** The best validation reward up to that step, and of the whole run. */
    best?: { before: number; after: number };
  };
}

/** A run's spend up to and including the last of these steps. */
export type SpendAt = (steps: readonly StepMetrics[]) => { hours: number; dollars?: number };

/** A past run, and what the rules would have done. */
export interface Replay {
  source: string;
  run: { steps: number; evaluations: number; hours: number; dollars?: number };
  /** The grader's range; absent if unknown, and then taken as 0 to 1. */
  range?: RewardRange;
  rules: ReplayedRule[];
}

/** The past run to replay. */
export interface PastRun {
  source: string;
  steps: readonly StepMetrics[];
  range?: RewardRange;
}

type Stop = { step: number; reason: string } & ReturnType<SpendAt>;

/** Finds the step at which each rule first fires. */
function findStops(rules: readonly ArmedRule[], { steps, range }: PastRun, spendAt: SpendAt) {
  const stops = new Map<string, Stop>();
  const record = createRunRecord(range ? { range } : {});
  steps.forEach((step, index) => {
    record.add(step);
    const spend = spendAt(steps.slice(0, index + 1));
    for (const rule of rules) {
      if (stops.has(rule.text)) continue;
      const reason = rule.judge({ ...record, ...spend, range: range ?? unitRange });
      if (reason !== undefined) stops.set(rule.text, { step: step.step, reason, ...spend });
    }
  });
  return { stops, evaluations: record.evaluations };
}

/** Replays each rule over a past run on its own: a pause by one rule does not end the run for the others. */
export function replayRules(rules: readonly ArmedRule[], past: PastRun, spendAt: SpendAt): Replay {
  const { stops, evaluations } = findStops(rules, past, spendAt);
  const whole = spendAt(past.steps);
  const bestUpTo = (last: number) => bestEvaluation(evaluations.filter(({ step }) => step <= last))?.reward;
  const after = bestUpTo(Infinity);
  const describe = ({ step, reason, hours, dollars }: Stop): ReplayedRule["fired"] => {
    const before = bestUpTo(step);
    const steps = past.steps.filter((one) => one.step > step).length;
    return {
      step,
      reason,
      saved: {
        steps,
        hours: whole.hours - hours,
        ...(whole.dollars !== undefined && { dollars: whole.dollars - (dollars ?? 0) }),
      },
      ...(before !== undefined && after !== undefined && { best: { before, after } }),
    };
  };
  return {
    source: past.source,
    run: { steps: past.steps.length, evaluations: evaluations.length, ...whole },
    ...(past.range && { range: past.range }),
    rules: rules.map(({ text }) => {
      const stop = stops.get(text);
      const fired = stop && describe(stop);
      return { rule: text, ...(fired && { fired }) };
    }),
  };
}
