import { stepSeconds } from "#run/spend/training-time.js";
import { stallLimitOf } from "#run/sickness/stall-limit.js";
import type { Diagnostic, Found, MeasuredRun } from "./diagnosis.js";
import { decimals } from "#words/quantities.js";

function hours(seconds: number): string {
  return `${decimals(seconds / 3600, 3)} h`;
}

function find({ steps, idleSeconds }: MeasuredRun): Found | undefined {
  const durations = steps.flatMap((step) => {
    const seconds = stepSeconds(step);
    return seconds === undefined ? [] : [{ step: step.step, seconds }];
  });
  const { typical, limit } = stallLimitOf(durations.map(({ seconds }) => seconds));
  const usually = typical === undefined ? "" : `; a step typically takes ${hours(typical)}`;
  const known = { ...(typical !== undefined && { typicalSeconds: typical }), limitSeconds: limit };
  const longest = durations.toSorted((a, b) => b.seconds - a.seconds)[0];
  const last = steps.at(-1)?.step ?? 0;
  if (idleSeconds !== undefined && idleSeconds >= limit) {
    return {
      severity: "warning",
      confidence: "high",
      message: `the job has done nothing for ${hours(idleSeconds)} since step ${last}${usually}`,
      help: "Hours may be billed while it hangs. See rft events; pause and resume it, or cancel it.",
      evidence: { steps: [last], values: { idleSeconds, ...known } },
    };
  }
  if (!longest || longest.seconds < limit) return undefined;
  return {
    severity: "warning",
    confidence: "high",
    message: `step ${longest.step} took ${hours(longest.seconds)}${usually}`,
    help: "See in rft events what held it up, and in the grader's timing whether the grader did; ask support about hours billed for a hanging job.",
    evidence: { steps: [longest.step], values: { seconds: longest.seconds, ...known } },
  };
}

function lacks({ steps, idleSeconds }: MeasuredRun): string | undefined {
  const isTimed = idleSeconds !== undefined || steps.some((step) => stepSeconds(step) !== undefined);
  return isTimed ? undefined : "no step carries its duration";
}

/** The job hangs, or hung. */
export const stalled: Diagnostic = { code: "stalled", needs: "step", find, lacks };
