import { findGraderPrice, findTrainingHour } from "#rules/find-price.js";
import type { RuleSet, TokenPrice } from "#rules/rule-set.js";
import type { JobEvent } from "#service/api.js";
import { type GraderTokens, graderTokensOf } from "./grader-tokens.js";
import type { StepMetrics } from "#run/steps/results.js";
import { type TrainingTime, measureTraining } from "./training-time.js";

/** What a job's parts cost; a part whose price is known nowhere has none. */
export interface Prices {
  /** Dollars an hour of training. */
  trainingHour?: number;
  /** Dollars a million tokens of a judging model. */
  grader(model: string): TokenPrice | undefined;
}

/** Of what the prices depend on. */
export interface PricedJob {
  model: string;
  trainingType?: string | undefined;
  /** The job file's own prices, which go before those of the rules. */
  prices?: Readonly<Record<string, TokenPrice>> | undefined;
}

/** The prices that hold for a job. */
export function pricesOf({ model, trainingType, prices }: PricedJob, rules: RuleSet): Prices {
  const trainingHour = findTrainingHour(rules, model, trainingType);
  return {
    ...(trainingHour !== undefined && { trainingHour }),
    grader: (name) =>
      (prices && Object.hasOwn(prices, name) ? prices[name] : undefined) ??
      findGraderPrice(rules, name)?.value,
  };
}

/** Tokens of a judging model, in dollars where its price is known. */
interface GraderSpend extends GraderTokens {
  dollars?: number;
}

/** What a run has cost, by our reckoning: an estimate, except for hours that the service says it has billed. */
export interface Spend {
  training: TrainingTime & { hours: number; dollars?: number };
  /** By judging model; empty where there is none, and where the steps do not say what it used. */
  graders: GraderSpend[];
  /** Training and graders, of what has a price; absent where the hour of training has none. */
  dollars?: number;
}

/** Dollars of so many tokens. */
export function tokenDollars({ input, output }: Omit<GraderTokens, "model">, price: TokenPrice): number {
  return (input * price.input + output * price.output) / 1e6;
}

/** The tokens with what they cost, where the judge has a price. */
function priceTokens<T extends GraderTokens>(tokens: T, prices: Prices): T & GraderSpend {
  const price = prices.grader(tokens.model);
  return price ? { ...tokens, dollars: tokenDollars(tokens, price) } : tokens;
}

/** The sum of what is known; undefined of nothing. */
function sumKnown(values: readonly (number | undefined)[]): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}

/**
 * What a run has cost so far: the time it trained (a queue, preprocessing and pauses are not billed: Microsoft Learn,
 * cost management, 2026-02-11) and the tokens of its judging models.
 * @param events the job's log, oldest first: what it says to have billed replaces our sum; it also gives the time of
 * steps that carry no duration
 */
export function spendOf(steps: readonly StepMetrics[], prices: Prices, events?: readonly JobEvent[]): Spend {
  const time = measureTraining(steps, events);
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
 * What the whole run will have cost if it goes on as so far; undefined before the first step whose time is known, and
 * where the hour of training has no price.
 */
export function spendAtEnd({ training, dollars }: Spend, totalSteps: number): number | undefined {
  if (dollars === undefined || training.steps === 0) return undefined;
  return (dollars / training.steps) * Math.max(totalSteps, training.steps);
}
