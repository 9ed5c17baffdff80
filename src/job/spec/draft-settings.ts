import type { RuleSet } from "#rules/rule-set.js";

/** Rows of a job's two files. */
export interface RowCounts {
  training: number;
  validation: number;
}

/** The hyperparameters of a drafted job, the ones that make the price above all. */
export interface DraftSettings {
  n_epochs: number;
  batch_size: number;
  eval_interval: number;
  eval_samples: number;
  compute_multiplier: number;
  reasoning_effort: string;
}

/** A draft evaluates about this often, so that the best step can be told from its neighbours. */
const evaluations = 10;
/** Graded answers of an evaluation that a draft aims at: a noise of about 0.05 of the mean of rewards of 0 and 1. */
const gradedAnswers = 100;

/** A whole number inside the range that the guide advises for a hyperparameter, or else the API allows. */
function within(rules: RuleSet, name: keyof DraftSettings, value: number): number {
  const rule = rules.hyperparameters.value[name];
  const { min, max } = rule?.documented ?? rule?.allowed ?? { min: 1, max: Number.MAX_SAFE_INTEGER };
  return Math.min(max, Math.max(min, Math.round(value)));
}

/** Settings for a first run on so many rows: one pass, in batches as the service chooses them, evaluated about ten times. */
export function draftSettings({ training, validation }: RowCounts, rules: RuleSet): DraftSettings {
  const share = rules.autoValues.value.batchPerRootRow.likely;
  const batch = within(rules, "batch_size", share * Math.sqrt(training));
  const steps = Math.ceil(training / batch);
  const efforts = rules.reasoningEfforts.value;
  return {
    n_epochs: 1,
    batch_size: batch,
    eval_interval: within(rules, "eval_interval", Math.max(5, steps / evaluations)),
    eval_samples: Math.min(5, within(rules, "eval_samples", gradedAnswers / Math.max(1, validation))),
    compute_multiplier: 1,
    reasoning_effort: efforts.includes("medium") ? "medium" : (efforts[0] ?? "medium"),
  };
}
