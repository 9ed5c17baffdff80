import { bestEvaluation } from "#run/steps/evaluations.js";
import { type RewardRange, unitRange } from "#run/steps/noise-band.js";
import type { StepMetrics } from "#run/steps/results.js";
import { createRunRecord } from "./run-record.js";
import type { ArmedRule } from "./stop-rules.js";

/** Where a rule would have paused a past run, and what of the run would not have been paid for. */
export interface ReplayedRule {
  rule: string;
  /** Absent where the rule never fires. */
  fired?: {
    step: number;
    reason: string;
    saved: { steps: number; hours: number; dollars?: number };
    /** The best validation reward up to there, and of the whole run. */
    best?: { before: number; after: number };
  };
}

/** A run's spend, step by step. */
export type SpendAt = (steps: readonly StepMetrics[]) => { hours: number; dollars?: number };

/** A past run, and what its rules make of it. */
export interface Replay {
  source: string;
  run: { steps: number; evaluations: number; hours: number; dollars?: number };
  /** Of the grader; absent where unknown, then shares of reward are of 0 to 1. */
  range?: RewardRange;
  rules: ReplayedRule[];
}

/** The past run that rules are run over. */
export interface PastRun {
  source: string;
  steps: readonly StepMetrics[];
  range?: RewardRange;
}

type Stop = { step: number; reason: string } & ReturnType<SpendAt>;

/** The step at which each rule fires first. */
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

/** Runs each rule over a past run, by itself: what the others would have paused is trained on all the same. */
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
