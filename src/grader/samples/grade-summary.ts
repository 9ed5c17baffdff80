import type { GradedLine } from "./grade-samples.js";

/** What came of all lines together. */
export interface GradeSummary {
  /** Lines in all. */
  n: number;
  /** Lines that could not be read. */
  unreadable: number;
  /** Lines whose reward is null, because the grader cannot run here. */
  notRun: number;
  /** Of the rewards of all other lines; null where there is none. */
  mean: number | null;
  /** How many scores raised each error flag, by its name; unreadable lines are not among them. */
  errors: Record<string, number>;
  /** Why the first reward is null, the first line could not be read, and so on. */
  reasons: { notRun?: string; unreadable?: string };
}

/** Takes graded lines one after the other and keeps none. */
export interface GradeTally {
  add(line: GradedLine): void;
  summary(): GradeSummary;
}

/** Starts to count. */
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
