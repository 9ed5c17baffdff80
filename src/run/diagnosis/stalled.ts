import { numberOf } from "#run/evaluations.js";
import type { Found, Patient, Rule } from "./diagnosis.js";
import { shown } from "./weigh.js";

/** Ten times the typical step, an hour at the least: the public run's steps differ by a factor of three. */
const factor = 10;
const least = 3600;

function hours(seconds: number): string {
  return `${shown(seconds / 3600)} h`;
}

function median(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function find({ steps, idleSeconds }: Patient): Found | undefined {
  const durations = steps.flatMap((step) => {
    const seconds = numberOf(step, "total_duration");
    return seconds === undefined ? [] : [{ step: step.step, seconds }];
  });
  const typical = median(durations.map(({ seconds }) => seconds));
  if (typical === undefined) return undefined;
  const limit = Math.max(least, factor * typical);
  const longest = durations.toSorted((a, b) => b.seconds - a.seconds)[0];
  const last = steps.at(-1)?.step ?? 0;
  if (idleSeconds !== undefined && idleSeconds > limit) {
    return {
      severity: "warning",
      confidence: "high",
      message: `the job has done nothing for ${hours(idleSeconds)} since step ${last}; a step typically takes ${hours(typical)}`,
      help: "Hours may be billed while it hangs. See rft events; pause and resume it, or cancel it.",
      evidence: { steps: [last], values: { idleSeconds, typicalSeconds: typical, limitSeconds: limit } },
    };
  }
  if (!longest || longest.seconds <= limit) return undefined;
  return {
    severity: "warning",
    confidence: "high",
    message: `step ${longest.step} took ${hours(longest.seconds)}; a step typically takes ${hours(typical)}`,
    help: "See in rft events what held it up, and in the grader's timing whether the grader did; ask support about hours billed for a hanging job.",
    evidence: {
      steps: [longest.step],
      values: { seconds: longest.seconds, typicalSeconds: typical, limitSeconds: limit },
    },
  };
}

/** The job hangs, or hung. */
export const stalled: Rule = { code: "stalled", needs: "step", find };
