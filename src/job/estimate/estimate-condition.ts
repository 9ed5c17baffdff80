import { RftError } from "#errors.js";
import { type Comparison, holds, parseComparison } from "#figures/comparison.js";
import { closestName, didYouMean } from "#words/closest-name.js";
import type { Estimate } from "./estimate.js";

const ends = ["low", "likely", "high"] as const;

/** The ranges of an estimate that a condition can look at, named as in its JSON. */
const ranges = {
  dollars: ({ dollars }) => dollars,
  trainingDollars: ({ trainingDollars }) => trainingDollars,
  trainingHour: ({ trainingHour }) => trainingHour,
  hours: ({ hours }) => hours,
  queueHours: ({ queueHours }) => queueHours,
  steps: ({ steps }) => steps,
  rollouts: ({ rollouts }) => rollouts,
  evaluations: ({ evaluations }) => evaluations,
  evaluationSamples: ({ evaluationSamples }) => evaluationSamples,
  "tokens.input": ({ tokens }) => tokens.input,
  "tokens.output": ({ tokens }) => tokens.output,
} as const satisfies Record<string, (estimate: Estimate) => Estimate["hours"] | undefined>;

const numbers = {
  "rows.training": ({ rows }) => rows.training,
  "rows.validation": ({ rows }) => rows.validation,
  hostingHour: ({ hostingHour }) => hostingHour,
} as const satisfies Record<string, (estimate: Estimate) => number | undefined>;

type Quantity = (estimate: Estimate) => number | undefined;

const quantities: ReadonlyMap<string, Quantity> = new Map([
  ...Object.entries(ranges).flatMap(([name, rangeOf]) =>
    ends.map((end): [string, Quantity] => [`${name}.${end}`, (estimate) => rangeOf(estimate)?.[end]]),
  ),
  ...Object.entries(numbers),
]);

/** What makes an estimate fail: one of its quantities compared with a number. */
export interface EstimateCondition extends Comparison {
  text: string;
}

/** The result of a condition on an estimate. */
export interface EstimateOutcome {
  condition: string;
  /** True if it holds, and also if that cannot be decided: what should be checked was not. */
  fails: boolean;
  value?: number;
  /** Why it cannot be decided. */
  reason?: string;
}

function hintFor(name: string): string {
  if (Object.hasOwn(ranges, name)) return `It is a range: ${ends.map((end) => `${name}.${end}`).join(", ")}.`;
  const range = closestName(name, Object.keys(ranges));
  const near =
    didYouMean(name, [...quantities.keys()]) ??
    (range === undefined ? undefined : `Did you mean "${range}.high"?`);
  const [first, ...others] = Object.keys(ranges);
  const names = `It has ${first}.low, ${first}.likely and ${first}.high, and so of ${others.join(", ")}; ${Object.keys(numbers).join(", ")}.`;
  return near === undefined ? names : `${near} ${names}`;
}

/**
 * Parses a condition on an estimate: `<quantity> <operator> <number>`, with the names of the estimate's JSON.
 * @throws RftError `usage` if it is no comparison, or an estimate has no such quantity
 */
export function parseEstimateCondition(text: string): EstimateCondition {
  const comparison = parseComparison(text);
  if (!comparison) {
    throw new RftError("usage", `--fail-if '${text}' cannot be read`, {
      hint: "Write a quantity, one of < <= > >= == != and a number: 'dollars.high>500'.",
    });
  }
  if (!quantities.has(comparison.name)) {
    throw new RftError("usage", `--fail-if '${text}': an estimate has no "${comparison.name}"`, {
      hint: hintFor(comparison.name),
    });
  }
  return { text, ...comparison };
}

/** Why a quantity that is known by name is not there, or not whole; undefined if it can be judged. */
function unjudged(name: string, value: number | undefined, estimate: Estimate): string | undefined {
  const { unpriced, model, trainingType } = estimate;
  if (value === undefined) {
    if (name === "hostingHour") return `what serving ${model} costs is not published`;
    return `no price of an hour of training of ${model} as ${trainingType ?? "Standard"} is published`;
  }
  if (!Number.isFinite(value)) return `${name} is not a finite number`;
  // A sum without the judges that have no price says nothing of the whole.
  return name.startsWith("dollars.") && unpriced.length > 0
    ? `no price is known of ${unpriced.join(", ")}`
    : undefined;
}

/** Checks a condition on an estimate. */
export function checkEstimate(condition: EstimateCondition, estimate: Estimate): EstimateOutcome {
  const { text, name } = condition;
  const value = quantities.get(name)?.(estimate);
  const reason = unjudged(name, value, estimate);
  if (reason !== undefined || value === undefined)
    return { condition: text, fails: true, reason: `was not judged: ${reason ?? "unknown"}` };
  return { condition: text, fails: holds(value, condition), value };
}
