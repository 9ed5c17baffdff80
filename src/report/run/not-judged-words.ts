import { leastEvaluations } from "#run/diagnosis/diagnose.js";
import { isTooFew, tooFewWords } from "#run/diagnosis/not-judged.js";
import type { RunResult } from "#run/outcome/run-result.js";
import { printable } from "#words/printable.js";

type Judged = Pick<RunResult, "diagnosis" | "notJudged" | "evaluations">;

/** Why the rewards as a whole were not judged although there are enough evaluations; undefined if they were. */
function rewardsNotJudged({ notJudged, evaluations }: Judged): string | undefined {
  if (evaluations.length < leastEvaluations) return undefined;
  return notJudged.find(({ code }) => code === "reward-collapse")?.reason;
}

/** Why a run has no verdict on its rewards, or that there is nothing to say; undefined if it has one. */
export function silenceOf(run: Judged): string | undefined {
  const { length } = run.evaluations;
  if (length < leastEvaluations)
    return `no verdict on the rewards: ${tooFewWords(length, "evaluation", leastEvaluations)}`;
  const open = rewardsNotJudged(run);
  if (open !== undefined) return `the rewards were not judged: ${open}`;
  return run.diagnosis.length === 0
    ? "nothing stands out beyond the noise: neither a rise nor a fault"
    : undefined;
}

/**
 * What else was not judged, by reason: `not judged: grader-errors, parse-errors (no step counts such answers)`; not what
 * a run is too young for. Undefined if there is nothing of the kind.
 */
export function notJudgedWords(run: Judged): string | undefined {
  const said = rewardsNotJudged(run);
  const codes = new Map<string, string[]>();
  for (const one of run.notJudged) {
    if (one.reason === said || isTooFew(one)) continue;
    codes.set(one.reason, [...(codes.get(one.reason) ?? []), one.code]);
  }
  const parts = [...codes].map(([reason, all]) => `${all.join(", ")} (${printable(reason)})`);
  return parts.length === 0 ? undefined : `not judged: ${parts.join("; ")}`;
}
