import { findModel } from "#rules/find-model.js";
import { findGraderPrice } from "#rules/find-price.js";
import type { RuleSet } from "#rules/rule-set.js";
import { type Assumption, type Calibration, type EstimateBasis, basisOf } from "./estimate-basis.js";
import type { EstimateFacts } from "./estimate-facts.js";
import { type GraderEstimate, estimateGraders, graderAssumptions } from "./estimate-graders.js";
import { type PausePlace, placePause } from "./estimate-pause.js";
import type { JobSpec } from "#job/spec/spec.js";
import { type Prices, pricesOf } from "#run/spend/spend.js";
import { type Spread, certain, plus, rounded, times } from "./spread.js";

/** The work, time and cost of a job: low, likely and high. */
export interface Estimate {
  model: string;
  trainingType?: string;
  /** Rows of the training and the validation file. */
  rows: { training: number; validation: number };
  steps: Spread;
  /** Answers graded in training. */
  rollouts: Spread;
  evaluations: Spread;
  /** Answers graded in all evaluations. */
  evaluationSamples: Spread;
  /** Tokens the model reads and writes in training; the service bills hours, not these. */
  tokens: { input: Spread; output: Spread };
  /** Hours of training, including evaluations but not time in the queue. */
  hours: Spread;
  /** Dollars for these hours; absent if the model has no published price. */
  trainingDollars?: Spread;
  /** One entry per judge grader. */
  graders: GraderEstimate[];
  /** Training plus the graders that have a price; absent together with `trainingDollars`. */
  dollars?: Spread;
  /** Judge models whose tokens are in no dollar figure. */
  unpriced: string[];
  /** Where the service's own pause falls. */
  pause: PausePlace;
  /** Dollars per hour that a deployment of the trained model costs. */
  hostingHour: number;
  assumptions: Assumption[];
}

function hoursOf({ steps, evaluations, evaluationSamples, pace }: EstimateBasis): Spread {
  const seconds = plus(
    times(steps, pace.stepSeconds),
    times(evaluations, evaluationSamples, pace.sampleSeconds),
  );
  return times(seconds, certain(1 / 3600));
}

function tokensOf(basis: EstimateBasis, rollouts: Spread, { training, validation }: EstimateFacts) {
  const evaluated = times(basis.evaluations, basis.evaluationSamples);
  const input = plus(
    times(rollouts, certain(training.promptTokens)),
    times(evaluated, certain(validation?.promptTokens ?? 0)),
  );
  const output = times(plus(rollouts, evaluated), basis.pace.completionTokens);
  return { input: rounded(input), output: rounded(output) };
}

function priceAssumptions(spec: JobSpec, prices: Prices, rules: RuleSet): Assumption[] {
  if (prices.trainingHour === undefined) {
    return [
      { text: `no price of an hour of training of ${spec.file.model} is published: hours without dollars` },
    ];
  }
  const { source, date } = rules.trainingHour;
  return [{ text: `an hour of training costs $${prices.trainingHour}`, source, date }];
}

function graderPriceAssumptions(
  graders: readonly GraderEstimate[],
  spec: JobSpec,
  rules: RuleSet,
): Assumption[] {
  return [...new Set(graders.map(({ model }) => model))].flatMap((model) => {
    const own =
      spec.file.prices && Object.hasOwn(spec.file.prices, model) ? spec.file.prices[model] : undefined;
    const rule = findGraderPrice(rules, model);
    const price = own ?? rule?.value;
    if (!price) return [];
    const text = `a million tokens of ${model} costs $${price.input} read and $${price.output} written`;
    return [
      own || !rule
        ? { text, source: "the job file's prices" }
        : { text, source: rule.source, date: rule.date },
    ];
  });
}

/**
 * Estimates a job before it is submitted. Pure: the same job, facts and rules give the same estimate. Each end of a
 * range takes every part at that end, so low and high are wider than chance alone would make them.
 */
export function estimateJob(
  spec: JobSpec,
  facts: EstimateFacts,
  rules: RuleSet,
  calibration?: Calibration,
): Estimate {
  const { model, trainingType, prices: own } = spec.file;
  const { training, validation } = facts;
  const rows = { training: training.rows, validation: validation?.rows ?? 0 };
  const isJudged = training.judges.length > 0;
  const basis = basisOf({ spec, rows, isJudged, rules, calibration });
  const { steps, evaluations, pace } = basis;
  const rollouts = times(steps, pace.rolloutsPerStep);
  const evaluationSamples = times(evaluations, basis.evaluationSamples);
  const hours = hoursOf(basis);
  const prices = pricesOf({ model, trainingType, prices: own }, rules);
  const graders = estimateGraders({ facts, rollouts, evaluationSamples, pace, rules, prices });
  const trainingDollars =
    prices.trainingHour === undefined ? undefined : times(hours, certain(prices.trainingHour));
  const dollars = trainingDollars && plus(trainingDollars, ...graders.flatMap((one) => one.dollars ?? []));
  return {
    model,
    ...(trainingType !== undefined && { trainingType }),
    rows,
    steps,
    rollouts: rounded(rollouts),
    evaluations,
    evaluationSamples: rounded(evaluationSamples),
    tokens: tokensOf(basis, rollouts, facts),
    hours,
    ...(trainingDollars && { trainingDollars }),
    graders,
    ...(dollars && { dollars }),
    unpriced: [...new Set(graders.filter((one) => !one.dollars).map((one) => one.model))],
    pause: placePause({ steps, dollars, pauses: findModel(rules, model)?.canPause !== false, rules }),
    hostingHour: rules.hostingHour.value,
    assumptions: [
      ...basis.assumptions,
      ...graderAssumptions(graders, rules),
      ...priceAssumptions(spec, prices, rules),
      ...graderPriceAssumptions(graders, spec, rules),
    ],
  };
}
