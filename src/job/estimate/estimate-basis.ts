import { findModel } from "#rules/find-model.js";
import type { Rule, RuleSet } from "#rules/rule-set.js";
import type { Hyperparameters, JobSpec } from "#job/spec/spec.js";
import { type Spread, certain, combine, times } from "./spread.js";
import { significant } from "#words/quantities.js";

/** An assumption and its source; without source and date it follows from the job itself. */
export interface Assumption {
  text: string;
  source?: string;
  date?: string;
}

/** How long the parts of a run take, and how many tokens and samples they use. */
export interface RunPace {
  /** Seconds per step without its evaluation. */
  stepSeconds: Spread;
  /** Seconds each graded validation sample adds. */
  sampleSeconds: Spread;
  rolloutsPerStep: Spread;
  /** Tokens per answer, including reasoning. */
  completionTokens: Spread;
  /** Tokens per answer that a judge reads. */
  answerTokens: Spread;
}

/** The parts of a pace, in output order. */
export const paceNames = [
  "stepSeconds",
  "sampleSeconds",
  "rolloutsPerStep",
  "completionTokens",
  "answerTokens",
] as const satisfies readonly (keyof RunPace)[];

/** The pace by a past run or by the user; each part takes precedence over the rules. */
export type Calibration = { [Name in keyof RunPace]?: { spread: Spread; source: string } };

/** The work to do and its pace. */
export interface EstimateBasis {
  steps: Spread;
  /** Evaluations of the whole validation file. */
  evaluations: Spread;
  /** Answers graded per evaluation. */
  evaluationSamples: Spread;
  pace: RunPace;
  assumptions: Assumption[];
}

export interface BasisInput {
  spec: JobSpec;
  rows: { training: number; validation: number };
  /** Whether the grader uses a judge model. */
  isJudged: boolean;
  rules: RuleSet;
  /** The pace of a past run, or the step time the user gives. */
  calibration?: Calibration | undefined;
}

type Numeric = Exclude<keyof Hyperparameters, "reasoning_effort">;

/** The value a job sets; undefined if the service chooses, or would refuse it because it is not above 0. */
function setValue({ file }: JobSpec, name: Numeric): number | undefined {
  const value = file.method.reinforcement.hyperparameters?.[name];
  return typeof value === "number" && value > 0 ? value : undefined;
}

function spreadText({ low, likely, high }: Spread): string {
  const [from, usual, to] = [low, likely, high].map((value) => significant(value, 4));
  return from === to ? `${usual}` : `${from} to ${to}, likely ${usual}`;
}

/** The same range with its least value first: of some quantities the cheap end is the higher number. */
function inOrder({ low, likely, high }: Spread): Spread {
  return { low: Math.min(low, high), likely, high: Math.max(low, high) };
}

function stated<T>({ source, date }: Rule<T>, text: string): Assumption {
  return { text, source, date };
}

/** How many steps evaluate: the first, every `interval`-th and the last, as the first public result file shows. */
export function countEvaluations(steps: number, interval: number): number {
  if (steps < 1) return 0;
  const every = Math.max(1, Math.round(interval));
  const isFirstApart = every > 1;
  const isLastApart = steps > 1 && steps % every !== 0;
  return Math.floor(steps / every) + (isFirstApart ? 1 : 0) + (isLastApart ? 1 : 0);
}

function stepsOf(input: BasisInput, assumptions: Assumption[]): Spread {
  const { spec, rows, rules } = input;
  const { epochs: autoEpochs, batchPerRootRow } = rules.autoValues.value;
  const [epochs, batch] = [setValue(spec, "n_epochs"), setValue(spec, "batch_size")];
  const autoBatch = combine([batchPerRootRow], (share) =>
    Math.max(1, Math.round(share * Math.sqrt(rows.training))),
  );
  if (epochs === undefined)
    assumptions.push(stated(rules.autoValues, `n_epochs auto: ${spreadText(autoEpochs)}`));
  if (batch === undefined)
    assumptions.push(stated(rules.autoValues, `batch_size auto: ${spreadText(inOrder(autoBatch))}`));
  const perEpoch = combine([batch === undefined ? autoBatch : certain(batch)], (size) =>
    Math.ceil(rows.training / size),
  );
  return times(perEpoch, epochs === undefined ? autoEpochs : certain(epochs));
}

function evaluationsOf(input: BasisInput, steps: Spread, assumptions: Assumption[]) {
  const { spec, rows, rules } = input;
  const auto = rules.autoValues.value;
  const [interval, samples] = [setValue(spec, "eval_interval"), setValue(spec, "eval_samples")];
  if (interval === undefined) {
    const { low, likely, high } = auto.evalInterval;
    assumptions.push(
      stated(rules.autoValues, `eval_interval auto: every ${high} to ${low} steps, likely ${likely}`),
    );
  }
  if (samples === undefined)
    assumptions.push(stated(rules.autoValues, `eval_samples auto: ${spreadText(auto.evalSamples)}`));
  return {
    evaluations:
      rows.validation === 0
        ? certain(0)
        : combine([steps, interval === undefined ? auto.evalInterval : certain(interval)], countEvaluations),
    evaluationSamples: times(
      certain(rows.validation),
      samples === undefined ? auto.evalSamples : certain(samples),
    ),
  };
}

/** The pace of public runs. A step's answers grow with the compute multiplier, and its time with them. */
function anchored({ spec, rules, isJudged }: BasisInput): RunPace {
  const { stepSeconds, longStepSeconds, validationSampleSeconds, rolloutsPerStep, ...tokens } =
    rules.runAnchors.value;
  const effort = spec.file.method.reinforcement.hyperparameters?.reasoning_effort;
  const multiplier = certain(setValue(spec, "compute_multiplier") ?? 1);
  const high = isJudged || effort?.toLowerCase() === "high" ? longStepSeconds : stepSeconds.high;
  return {
    stepSeconds: times({ ...stepSeconds, high }, multiplier),
    sampleSeconds: validationSampleSeconds,
    rolloutsPerStep: times(rolloutsPerStep, multiplier),
    completionTokens: tokens.completionTokens,
    answerTokens: tokens.answerTokens,
  };
}

/** How each part of a pace reads in the list of assumptions. */
const paceTexts: Record<keyof RunPace, string> = {
  stepSeconds: "seconds of a step, whatever the batch size",
  sampleSeconds: "seconds of a graded validation sample",
  rolloutsPerStep: "answers graded in a step",
  completionTokens: "tokens of an answer",
  answerTokens: "tokens of an answer that a judge reads",
};

/** The pace, each part from the calibration if it has it, otherwise from public runs; adds the assumptions. */
function paceOf(input: BasisInput, assumptions: Assumption[]): RunPace {
  const pace = anchored(input);
  for (const name of paceNames) {
    const own = input.calibration?.[name];
    if (own) pace[name] = own.spread;
    if (name === "answerTokens" && !input.isJudged) continue;
    const text = `${paceTexts[name]}: ${spreadText(pace[name])}`;
    assumptions.push(own ? { text, source: own.source } : stated(input.rules.runAnchors, text));
  }
  return pace;
}

/** Said of a job of another model than the public runs trained, unless the pace of a run is given. */
function otherModel({ spec, rules, calibration }: BasisInput): Assumption[] {
  const { model } = spec.file;
  const { value, date } = rules.runAnchors;
  if (calibration?.stepSeconds || (findModel(rules, model)?.name ?? model) === value.model) return [];
  return [
    {
      text: `as quick as ${value.model}: no public run of ${model} is known (${date}), it may take quite another time`,
    },
  ];
}

/** The basis of an estimate: the job's own settings, then the given past run, then the rules. */
export function basisOf(input: BasisInput): EstimateBasis {
  const assumptions: Assumption[] = [];
  const steps = stepsOf(input, assumptions);
  const { evaluations, evaluationSamples } = evaluationsOf(input, steps, assumptions);
  const pace = paceOf(input, assumptions);
  assumptions.push(...otherModel(input));
  return { steps, evaluations, evaluationSamples, pace, assumptions };
}
