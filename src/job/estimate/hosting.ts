import type { RuleSet } from "#rules/rule-set.js";
import { serving, servingOf } from "#rules/serving.js";

/** How a trained model is served. */
export interface Hosting {
  /** `hourly`: Standard or GlobalStandard at a fee an hour; `managed-compute`: GPU-hours or PTU-hours. */
  kind: "hourly" | "managed-compute";
  /** Dollars an hour, used or not; absent where no price is published. */
  hour?: number;
  source: string;
  date: string;
}

/** What a deployment of a model costs, as far as it is published; `hostingHour` is that of an hourly one. */
export function hostingOf(model: string, rules: RuleSet): { hosting: Hosting; hostingHour?: number } {
  if (servingOf(model)?.serverless.length === 0) {
    const { source, date } = serving;
    return { hosting: { kind: "managed-compute", source, date } };
  }
  const { value: hour, source, date } = rules.hostingHour;
  return { hosting: { kind: "hourly", hour, source, date }, hostingHour: hour };
}
