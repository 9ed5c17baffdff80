import { recommendedEvaluation } from "../evaluations.js";
import { tokenMetrics } from "../reasoning-tokens.js";
import type { Found, Patient, Rule } from "./diagnosis.js";
import { intervalMean } from "./intervals.js";
import { percent, shown } from "./weigh.js";

/** Half as many again; our own choice: no source gives a number. */
const growth = 1.5;

function find({ intervals }: Patient): Found | undefined {
  const last = intervals.at(-1);
  const recommended = recommendedEvaluation(intervals);
  const since = intervals.find(({ step }) => step === recommended?.step);
  const now = last && intervalMean(last, tokenMetrics);
  const then = since && intervalMean(since, tokenMetrics);
  if (!last || !since || now === undefined || then === undefined || then <= 0 || now < growth * then)
    return undefined;
  return {
    severity: "warning",
    confidence: now >= 2 * then ? "high" : "medium",
    message: `answers take ${percent(now / then - 1)} more reasoning tokens at step ${last.step} than at step ${since.step}, for a validation reward that is no higher (${shown(last.reward)} against ${shown(since.reward)})`,
    help: `Each answer costs more and earns no more. Take the checkpoint of step ${since.step}, which thinks less; a lower reasoning_effort may do too.`,
    evidence: {
      steps: [since.step, last.step],
      values: { tokensThen: then, tokensNow: now, rewardThen: since.reward, rewardNow: last.reward },
    },
  };
}

/** Reasoning grows and the reward does not. */
export const tokenGrowth: Rule = { code: "token-growth", needs: "evaluations", find };
