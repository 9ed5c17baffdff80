import type { Rule, RuleSet } from "#rules/rule-set.js";
import type { Hyperparameters, JobSpec } from "#job/spec/spec.js";
import { type Spread, certain, combine, times } from "./spread.js";
import { significant } from "#words/quantities.js";

/** Something taken for granted, and who says so; without source and date it follows from the job itself. */
export interface Assumption {
  text: string;
  source?: string;
  date?: string;
}

/** How long the parts of a run take, and how much they use. */
export interface RunPace {
  /** Seconds of a step without its evaluation. */
  stepSeconds: Spread;
  /** Seconds that a graded validation sample adds. */
  sampleSeconds: Spread;
  rolloutsPerStep: Spread;
  /** Tokens of an answer, reasoning included. */
  completionTokens: Spread;
  /** Tokens of it that a judge reads. */
  answerTokens: Spread;
}

/** The parts of a pace, in the order in which they are told. */
export const paceNames = [
  "stepSeconds",
  "sampleSeconds",
  "rolloutsPerStep",
  "completionTokens",
  "answerTokens",
] as const satisfies readonly (keyof RunPace)[];

/** What a past run, or the person, says of the pace; each part goes before that of the rules. */
export type Calibration = { [Name in keyof RunPace]?: { spread: Spread; source: string } };

/** How much there is to do, and at what pace. */
export interface EstimateBasis {
  steps: Spread;
  /** Evaluations of the whole validation file. */
  evaluations: Spread;
  /** Answers graded in one evaluation. */
  evaluationSamples: Spread;
  pace: RunPace;
  assumptions: Assumption[];
}

/** What the basis is made of. */
export interface BasisInput {
  spec: JobSpec;
  rows: { training: number; validation: number };
  /** Whether a model judges. */
  isJudged: boolean;
  rules: RuleSet;
  /** What a past run took, or what the person says a step takes. */
  calibration?: Calibration | undefined;
}

type Numeric = Exclude<keyof Hyperparameters, "reasoning_effort">;

/** The value that a job sets; undefined where the service chooses. */
function setValue({ file }: JobSpec, name: Numeric): number | undefined {
  const value = file.method.reinforcement.hyperparameters?.[name];
  return typeof value === "number" ? value : undefined;
}

function spreadText({ low, likely, high }: Spread): string {
  const [from, usual, to] = [low, likely, high].map((value) => significant(value, 4));
  return from === to ? `${usual}` : `${from} to ${to}, likely ${usual}`;
}

function stated<T>({ source, date }: Rule<T>, text: string): Assumption {
  return { text, source, date };
}

/** The steps that evaluate: the first, every `interval`-th and the last, as the one public result file shows. */
export function countEvaluations(steps: number, interval: number): number {
  let evaluations = 0;
  for (let step = 1; step <= steps; step++) {
    if (step === 1 || step === steps || step % interval === 0) evaluations++;
  }
  return evaluations;
}

function stepsOf(input: BasisInput, assumptions: Assumption[]): Spread {
  const { spec, rows, rules } = input;
  const { epochs: autoEpochs, stepsPerEpoch: autoSteps } = rules.autoValues.value;
  const [epochs, batch] = [setValue(spec, "n_epochs"), setValue(spec, "batch_size")];
  if (epochs === undefined)
    assumptions.push(stated(rules.autoValues, `n_epochs auto: ${spreadText(autoEpochs)}`));
  if (batch === undefined) {
    assumptions.push(stated(rules.autoValues, `batch_size auto: ${spreadText(autoSteps)} steps an epoch`));
  }
  const perEpoch =
    batch === undefined
      ? combine([autoSteps], (value) => Math.min(value, rows.training))
      : certain(Math.ceil(rows.training / batch));
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

/** A step's time and answers grow with the compute multiplier; at the low end of time only where it is below 1. */
function scaled(spread: Spread, multiplier: number): Spread {
  const { low, likely, high } = spread;
  return {
    low: low * Math.min(1, multiplier),
    likely: likely * multiplier,
    high: high * Math.max(1, multiplier),
  };
}

/** What a run takes, as public runs took it. */
function anchored({ spec, rules, isJudged }: BasisInput): RunPace {
  const { runAnchors } = rules;
  const { stepSeconds, longStepSeconds, validationSampleSeconds, ...same } = runAnchors.value;
  const { reasoning_effort: effort, ...others } = spec.file.method.reinforcement.hyperparameters ?? {};
  const multiplier = typeof others.compute_multiplier === "number" ? others.compute_multiplier : 1;
  const high = isJudged || effort === "high" ? longStepSeconds : stepSeconds.high;
  return {
    stepSeconds: scaled({ ...stepSeconds, high }, multiplier),
    sampleSeconds: certain(validationSampleSeconds),
    rolloutsPerStep: scaled(same.rolloutsPerStep, multiplier),
    completionTokens: same.completionTokens,
    answerTokens: same.answerTokens,
  };
}

/** What each part of a pace says, for the list of assumptions. */
const paceTexts: Record<keyof RunPace, string> = {
  stepSeconds: "seconds of a step, whatever the batch size",
  sampleSeconds: "seconds of a graded validation sample",
  rolloutsPerStep: "answers graded in a step",
  completionTokens: "tokens of an answer",
  answerTokens: "tokens of an answer that a judge reads",
};

/** The pace: each part from the calibration where it has it, else from public runs; and what is assumed with it. */
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

/** What an estimate stands on: the job's own settings, then the past run given, then the rules. */
export function basisOf(input: BasisInput): EstimateBasis {
  const assumptions: Assumption[] = [];
  const steps = stepsOf(input, assumptions);
  const { evaluations, evaluationSamples } = evaluationsOf(input, steps, assumptions);
  const pace = paceOf(input, assumptions);
  return { steps, evaluations, evaluationSamples, pace, assumptions };
}
