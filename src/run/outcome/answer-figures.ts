import { meanOf } from "#figures/mean-of.js";
import { worstGraderError } from "#run/diagnosis/grader-errors.js";
import { type RecentShare, recentShare } from "#run/diagnosis/recent-share.js";
import { numberOf } from "#run/steps/evaluations.js";
import { type Side, isParseError, sideOf, unresponsiveRewards } from "#run/steps/metric-names.js";
import { tokenMetrics, validTokenMetrics } from "#run/steps/reasoning-tokens.js";
import type { StepMetrics } from "#run/steps/results.js";

/** Mean tokens of an answer at a step. */
export interface TokensAt {
  step: number;
  tokens: number;
}

/** How many tokens the model thinks, or answers, in training or in validation. */
export interface TokenFigure {
  side: Side;
  kind: "reasoning tokens" | "tokens of an answer";
  /** At the first and the last step that say it, and at the one that says most. */
  first: TokensAt;
  last: TokensAt;
  most: TokensAt;
}

/** The first of the metrics, in order of preference, that any of these steps has. */
export function presentMetric(steps: readonly StepMetrics[], metrics: readonly string[]): string | undefined {
  return metrics.find((name) => steps.some((step) => numberOf(step, name) !== undefined));
}

function tokenFigure(steps: readonly StepMetrics[], side: Side): TokenFigure | undefined {
  const name = presentMetric(steps, side === "train" ? tokenMetrics : validTokenMetrics);
  if (name === undefined) return undefined;
  const having = steps.flatMap((step): TokensAt[] => {
    const tokens = numberOf(step, name);
    return tokens === undefined ? [] : [{ step: step.step, tokens }];
  });
  const [first, last] = [having[0], having.at(-1)];
  if (!first || !last) return undefined;
  const most = having.reduce((a, b) => (b.tokens > a.tokens ? b : a));
  const kind = name.includes("reasoning") ? "reasoning tokens" : "tokens of an answer";
  return { side, kind, first, last, most };
}

/** The run's token figures: training's, then validation's; a side that the steps say nothing of is absent. */
export function tokenFigures(steps: readonly StepMetrics[]): TokenFigure[] {
  return [tokenFigure(steps, "train"), tokenFigure(steps, "valid")].filter((one) => one !== undefined);
}

/** A share of answers that earned nothing for another reason than what they say, as the diagnosis measures it. */
export interface ErrorFigure extends RecentShare {
  kind: "not parsed" | "grader failed" | "without a reward";
  /** Absent if the metric's name does not say. */
  side?: Side;
  /** The metric's mean over all steps that have it. */
  overall: number;
}

/** The run's error figures, of the same metrics and steps as the diagnosis; absent kinds are counted by no step. */
export function errorFigures(steps: readonly StepMetrics[]): ErrorFigure[] {
  const shares: readonly [kind: ErrorFigure["kind"], share: RecentShare | undefined][] = [
    ["not parsed", recentShare(steps, (name) => isParseError(name))],
    ["grader failed", worstGraderError(steps)],
    ["without a reward", recentShare(steps, (name) => name === unresponsiveRewards)],
  ];
  return shares.flatMap(([kind, share]) => {
    if (!share) return [];
    const side = sideOf(share.name);
    const overall = meanOf(steps.flatMap((step) => numberOf(step, share.name) ?? [])) ?? share.share;
    return [{ kind, ...share, overall, ...(side && { side }) }];
  });
}
