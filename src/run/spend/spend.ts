import { findGraderPrice, findTrainingHour } from "#rules/find-price.js";
import type { RuleSet, Spread, TokenPrice } from "#rules/rule-set.js";
import { type GraderTokens, graderTokensOf } from "./grader-tokens.js";
import type { StepMetrics } from "#run/steps/results.js";
import { type TimeSources, type TrainingTime, measureTraining } from "./training-time.js";

/** What a job's parts cost; a part without a known price is absent. */
export interface Prices {
  /** Dollars per hour of training: the likely figure of the range. */
  trainingHour?: number;
  /** The range, present together with `trainingHour`: of some training types only a range is published. */
  trainingHourRange?: Spread;
  /** Dollars per million tokens of a judge model. */
  grader(model: string): TokenPrice | undefined;
}

/** What the prices depend on. */
export interface PricedJob {
  model: string;
  trainingType?: string | undefined;
  /** The job file's own prices, which take precedence over the rules. */
  prices?: Readonly<Record<string, TokenPrice>> | undefined;
}

/** The prices that apply to a job. */
export function pricesOf({ model, trainingType, prices }: PricedJob, rules: RuleSet): Prices {
  const range = findTrainingHour(rules, model, trainingType);
  return {
    ...(range && { trainingHour: range.likely, trainingHourRange: range }),
    grader: (name) =>
      (prices && Object.hasOwn(prices, name) ? prices[name] : undefined) ??
      findGraderPrice(rules, name)?.value,
  };
}

/** Tokens of a judge model, with dollars if its price is known. */
interface GraderSpend extends GraderTokens {
  dollars?: number;
}

/** The estimated cost of a run; only hours that the service says it has billed are exact. */
export interface Spend {
  training: TrainingTime & { hours: number; dollars?: number };
  /** By judge model; empty if there is none, or the steps do not say what it used. */
  graders: GraderSpend[];
  /** Training plus the graders that have a price; absent if the hour of training has none. */
  dollars?: number;
}

/** The price of this many tokens in dollars. */
export function tokenDollars({ input, output }: Omit<GraderTokens, "model">, price: TokenPrice): number {
  return (input * price.input + output * price.output) / 1e6;
}

/** The tokens with their cost, if the judge has a price. */
function priceTokens<T extends GraderTokens>(tokens: T, prices: Prices): T & GraderSpend {
  const price = prices.grader(tokens.model);
  return price ? { ...tokens, dollars: tokenDollars(tokens, price) } : tokens;
}

/** The sum of the known values. */
function sumKnown(values: readonly (number | undefined)[]): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}

/**
 * What a run has cost so far: its training time (queueing, preprocessing and pauses are not billed: Microsoft Learn,
 * cost management, 2026-02-11) and the tokens of its judge models.
 * @param sources a bill in the job's log replaces our sum, and its times stand in for missing step durations
 */
export function spendOf(steps: readonly StepMetrics[], prices: Prices, sources?: TimeSources): Spend {
  const time = measureTraining(steps, sources);
  const hours = time.seconds / 3600;
  const { trainingHour } = prices;
  const graders = graderTokensOf(steps).map((tokens) => priceTokens(tokens, prices));
  if (trainingHour === undefined) return { training: { ...time, hours }, graders };
  const dollars = hours * trainingHour;
  return {
    training: { ...time, hours, dollars },
    graders,
    dollars: dollars + sumKnown(graders.map((one) => one.dollars)),
  };
}

/**
 * The cost of the whole run if it goes on like this; undefined before the first step with a known time, or if the hour
 * of training has no price.
 */
export function spendAtEnd({ training, dollars }: Spend, totalSteps: number): number | undefined {
  if (dollars === undefined || training.steps === 0) return undefined;
  return (dollars / training.steps) * Math.max(totalSteps, training.steps);
}
