import { findGraderPrice } from "#rules/find-price.js";
import { graderBilling } from "#rules/prices.js";
import type { RuleSet } from "#rules/rule-set.js";
import { type Hosting, hostingOf } from "./hosting.js";
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
  /** Hours in the queue before the job runs, which are not billed and not part of `hours`. */
  queueHours: Spread;
  /** Dollars an hour of training costs; absent if none is published of this model and training type. */
  trainingHour?: Spread;
  /** Dollars for these hours, the range of hours times that of the price; absent together with `trainingHour`. */
  trainingDollars?: Spread;
  /** One entry per judge grader. */
  graders: GraderEstimate[];
  /** Training plus the graders that have a price; absent together with `trainingDollars`. */
  dollars?: Spread;
  /** Judge models whose tokens are in no dollar figure. */
  unpriced: string[];
  /** What is published of the service's own pause, and where it falls. */
  pause: PausePlace;
  /** How the trained model is served, and what that costs. */
  hosting: Hosting;
  /** Dollars per hour of a Standard deployment; absent for a model that is not served at an hourly fee. */
  hostingHour?: number;
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

/** `$100`, or `$70 to $90, likely $80`. */
function priceText({ low, likely, high }: Spread): string {
  return low === high ? `$${likely}` : `$${low} to $${high}, likely $${likely}`;
}

function priceAssumptions(spec: JobSpec, { trainingHourRange: range }: Prices, rules: RuleSet): Assumption[] {
  const { model, trainingType } = spec.file;
  const type = trainingType ?? "Standard";
  if (!range) {
    const what = pricesOf({ model }, rules).trainingHour === undefined ? model : `${model} as ${type}`;
    return [{ text: `no price of an hour of training of ${what} is published: hours without dollars` }];
  }
  const standard = pricesOf({ model }, rules).trainingHour;
  const { source, date } = range.likely === standard ? rules.trainingHour : rules.trainingTypePrices;
  const asked = trainingType === undefined ? "Standard: the job names no trainingType" : trainingType;
  const of = range.likely === standard ? asked : `${asked}; Standard $${standard}`;
  return [{ text: `an hour of training costs ${priceText(range)} (${of})`, source, date }];
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

const { value: billing, ...billingSource } = graderBilling;
const statedBilling: Assumption = { text: billing, ...billingSource };

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
  const { trainingHourRange } = prices;
  const trainingDollars = trainingHourRange && times(hours, trainingHourRange);
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
    queueHours: rules.queueHours.value,
    ...(trainingHourRange && { trainingHour: trainingHourRange }),
    ...(trainingDollars && { trainingDollars }),
    graders,
    ...(dollars && { dollars }),
    unpriced: [...new Set(graders.filter((one) => !one.dollars).map((one) => one.model))],
    pause: placePause({ model, steps, dollars, rules }),
    ...hostingOf(model, rules),
    assumptions: [
      ...basis.assumptions,
      ...graderAssumptions(graders, rules),
      ...(isJudged ? [statedBilling] : []),
      ...priceAssumptions(spec, prices, rules),
      ...graderPriceAssumptions(graders, spec, rules),
    ],
  };
}
