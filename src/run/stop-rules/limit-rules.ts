import type { StopRule } from "./stop-rule.js";
import { decimals } from "#words/quantities.js";

/** Stops after this many steps. */
const step: StopRule = {
  name: "step",
  kind: "count",
  example: 20,
  judge: ({ steps }, limit) => {
    const last = steps.at(-1)?.step ?? 0;
    return last >= limit ? `step ${last} is done` : undefined;
  },
};

/** Stops after this many hours of training. */
const hours: StopRule = {
  name: "hours",
  kind: "amount",
  example: 6,
  byTime: true,
  judge: (run, limit) =>
    run.hours >= limit ? `training has taken ${decimals(run.hours, 4)} hours, by estimate` : undefined,
};

/** Stops after this many dollars. */
const budget: StopRule = {
  name: "budget",
  kind: "amount",
  example: 500,
  byTime: true,
  judge: ({ dollars }, limit) =>
    dollars !== undefined && dollars >= limit
      ? `about $${dollars.toFixed(2)} are spent, by estimate`
      : undefined,
};

/** The rules whose limit only the user can know, in the order they are judged. */
export const limitRules: readonly StopRule[] = [step, hours, budget];
