import type { GradedLine } from "./grade-samples.js";

/** The totals over all lines. */
export interface GradeSummary {
  /** All lines. */
  n: number;
  /** Lines that could not be read. */
  unreadable: number;
  /** Lines whose reward is null, because the grader cannot run here. */
  notRun: number;
  /** The mean reward of all other lines; null if there are none. */
  mean: number | null;
  /** How many scores raised each error flag, by name, not counting unreadable lines. */
  errors: Record<string, number>;
  /** Why the first null reward is null, and why the first unreadable line cannot be read. */
  reasons: { notRun?: string; unreadable?: string };
}

/** Counts graded lines one by one without keeping them. */
export interface GradeTally {
  add(line: GradedLine): void;
  summary(): GradeSummary;
}

export function tallyGrades(): GradeTally {
  const reasons: GradeSummary["reasons"] = {};
  const errors = new Map<string, number>();
  let [n, unreadable, notRun, sum] = [0, 0, 0, 0];
  return {
    add({ sample, score }) {
      n++;
      if (!sample.subject) {
        unreadable++;
        reasons.unreadable ??= `line ${sample.line}: ${sample.fault}`;
        return;
      }
      if (score.reward === null) {
        notRun++;
        reasons.notRun ??= score.detail ?? "";
        return;
      }
      sum += score.reward;
      for (const [flag, raised] of Object.entries(score.metadata.errors)) {
        if (raised === true) errors.set(flag, (errors.get(flag) ?? 0) + 1);
      }
    },
    summary() {
      const graded = n - unreadable - notRun;
      return {
        n,
        unreadable,
        notRun,
        mean: graded > 0 ? sum / graded : null,
        errors: Object.fromEntries(errors),
        reasons,
      };
    },
  };
}
