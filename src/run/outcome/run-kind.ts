import type { Job } from "#service/api.js";
import type { StepMetrics } from "#run/steps/results.js";

/** The method a run was trained by, as far as its columns or its job say. */
export type RunKind = "reinforcement" | "supervised" | "preference" | "unknown";

const methods = new Map<unknown, RunKind>([
  ["reinforcement", "reinforcement"],
  ["supervised", "supervised"],
  ["dpo", "preference"],
]);

/** Columns that only one method's result files have; the first match decides. */
const marks: readonly [RegExp, RunKind][] = [
  [/^(train_mean_reward|full_valid_mean_reward)$/, "reinforcement"],
  [/rewards?[/_](chosen|rejected|margins?|accurac)|preference|chosen_|rejected_/, "preference"],
  [/^(train|valid|full_valid)_(loss|mean_token_accuracy|accuracy)$/, "supervised"],
];

/**
 * How a run was trained: as its job says, otherwise by its metrics, or the columns of its file where no step has any.
 */
export function kindOfRun(
  steps: readonly StepMetrics[],
  job?: Job,
  columns: readonly string[] = [],
): RunKind {
  const kind = methods.get(job?.method?.["type"]);
  if (kind) return kind;
  // Also look at the last steps: validation columns may be empty at the start.
  const seen = [...steps.slice(0, 50), ...steps.slice(-50)].flatMap((step) => Object.keys(step));
  const names = new Set([...seen, ...columns]);
  for (const [mark, marked] of marks) if ([...names].some((name) => mark.test(name))) return marked;
  return "unknown";
}
