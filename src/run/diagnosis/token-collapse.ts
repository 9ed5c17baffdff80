import { tokenMetrics } from "#run/steps/reasoning-tokens.js";
import type { Diagnostic, Found, MeasuredRun } from "./diagnosis.js";
import { intervalMean, unknownTokens } from "./intervals.js";
import { percentInTwoDigits } from "#words/quantities.js";

/** Less than half of what it was; our own choice: no source gives a number. */
const rest = 0.5;

/** Mean tokens of an answer up to each evaluation that knows them. */
function countsOf({ intervals }: MeasuredRun): { step: number; reward: number; tokens: number }[] {
  return intervals.flatMap(({ step, reward, steps }) => {
    const tokens = intervalMean({ steps }, tokenMetrics);
    return tokens === undefined ? [] : [{ step, reward, tokens }];
  });
}

function find(run: MeasuredRun): Found | undefined {
  const { range } = run;
  const counts = countsOf(run);
  const last = counts.at(-1);
  const most = counts.toSorted((a, b) => b.tokens - a.tokens)[0];
  if (!last || !most || most.tokens <= 0 || last.tokens >= rest * most.tokens) return undefined;
  const rise = last.reward - most.reward;
  const isHigher = rise > 0.05 * (range.max - range.min);
  return {
    severity: "warning",
    confidence: last.tokens < (rest / 2) * most.tokens ? "high" : "medium",
    message:
      `reasoning has shrunk from ${Math.round(most.tokens)} tokens an answer at step ${most.step} to ${Math.round(last.tokens)} at step ${last.step} (${percentInTwoDigits(last.tokens / most.tokens)})` +
      (isHigher ? ", while the reward has risen" : ""),
    help: isHigher
      ? "A reward that rises while thinking stops is what a shortcut past the grader looks like. Read answers of the last step in rft evals, and try the grader: rft check-grader."
      : "The model has stopped thinking. Read answers of the last step in rft evals.",
    evidence: {
      steps: [most.step, last.step],
      values: {
        tokensThen: most.tokens,
        tokensNow: last.tokens,
        rewardThen: most.reward,
        rewardNow: last.reward,
      },
    },
  };
}

function lacks(run: MeasuredRun): string | undefined {
  return countsOf(run).length < 2 ? unknownTokens : undefined;
}

/** Answers use less than half of the reasoning they once did. */
export const tokenCollapse: Diagnostic = { code: "token-collapse", needs: "evaluations", find, lacks };
