import type { FileCheck, FileTotals } from "#dataset/checks/contract/check.js";
import type { FindingDraft } from "#dataset/row/finding-list.js";
import type { RuleSet } from "#rules/rule-set.js";
import type { DataRole } from "#dataset/read/source.js";

/** Checks the number of rows against what the service accepts and its page advises. Broken rows count. */
export const exampleCountCheck: FileCheck = {
  codes: ["empty-file", "too-few-examples", "too-many-examples", "small-data-set"],
  start({ report, role, rules }) {
    return {
      end(totals) {
        const fault = judgeCount(totals, role, rules);
        if (fault) report(fault);
      },
    };
  },
};

function judgeCount({ rows }: FileTotals, role: DataRole, rules: RuleSet): FindingDraft | undefined {
  const limit = role === "training" ? rules.trainingExamples : rules.validationExamples;
  const most = limit.value;
  const least = rules.minimumExamples.value;
  const advised = rules.advisedExamples.value;
  if (rows === 0) {
    return {
      code: "empty-file",
      severity: "error",
      write: () => ({ message: "the file has no rows", help: "Write one example a line." }),
    };
  }
  if (rows > most) {
    return {
      code: "too-many-examples",
      severity: "error",
      write: () => ({
        message: `the ${role} file has ${rows} rows; the service takes ${most}, as last published on ${limit.date}`,
        help: `Keep the ${most} that ${role === "training" ? "teach" : "tell"} most, or a sample drawn by chance; rft submit --force sends all of them. (${limit.source})`,
      }),
    };
  }
  if (rows < least) {
    return {
      code: "too-few-examples",
      severity: "warning",
      write: () => ({
        message: `the file has ${rows} ${rows === 1 ? "row" : "rows"}; the service asks for at least ${least}`,
        help: `Add rows until there are ${least} or more; to train, a few hundred.`,
      }),
    };
  }
  if (role === "validation" || rows >= advised) return undefined;
  return {
    code: "small-data-set",
    severity: "note",
    write: () => ({
      message: `the training file has ${rows} rows, fewer than ${advised}`,
      help: "Enough for a first try; the service's page advises a few hundred, then up to about 1,000.",
    }),
  };
}
