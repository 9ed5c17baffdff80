import { Chalk } from "chalk";
import { describe, expect, test } from "vitest";
import { RftError } from "#errors.js";
import type { Plan } from "#job/submit/plan.js";
import { printable } from "#words/printable.js";
import { reportError } from "#report/text/report-error.js";
import { reportFindings } from "#report/findings/report-findings.js";
import { reportStateChange } from "#report/job/report-job.js";
import { reportPlan } from "#report/job/report-plan.js";
import { reportSubmission } from "#report/job/report-submission.js";
import { reportRuns } from "#report/run/report-run.js";
import { createRunResult } from "#run/outcome/run-result.js";
import { reportUpdate } from "#report/watch/report-updates.js";

const plain = new Chalk({ level: 0 });
const hostile = "a\u001b[2J\u0007\u202eb\u009b";

describe("what comes from files and from the service cannot steer the terminal", () => {
  test("printable shows control characters and keeps the rest", () => {
    expect(printable("é\n\t\u001b\u0085😀\u202e")).toBe("é\n \\u001b\\u0085😀\\u202e");
  });

  const job = { id: hostile, status: hostile };
  const request = {
    model: hostile,
    training_file: "f",
    method: { type: "reinforcement", reinforcement: { grader: { type: hostile } } },
  };
  const plan = {
    model: hostile,
    files: [{ role: "training", path: hostile }],
    request,
    pause: { status: "not-published" },
  } as unknown as Plan;
  const finding = {
    code: "field-null",
    severity: "error",
    message: hostile,
    help: hostile,
    file: hostile,
  } as const;
  const grader = `errors/graders/${hostile}/errors/train_other_error_mean`;
  const hostileRun = createRunResult(
    {
      steps: [1, 2, 3].map((step) => ({ step, [hostile]: hostile, train_mean_reward: step, [grader]: 0.5 })),
      notes: [hostile],
    },
    { source: hostile, job, settings: { model: hostile, suffix: hostile } },
  );
  const utc = () => 0;
  const reports: [name: string, text: string | undefined][] = [
    ["findings", reportFindings([finding], plain)],
    ["plan", reportPlan(plan, [finding], plain)],
    [
      "submission",
      reportSubmission({ job, created: true, files: [{ path: hostile, id: hostile, reused: false }] }, plain),
    ],
    ["state change", reportStateChange({ job, changed: true }, plain)],
    ["status", reportUpdate({ type: "status", at: "", status: hostile, job }, utc, plain)],
    [
      "event",
      reportUpdate(
        { type: "event", at: "", event: { id: "", created_at: 0, level: "info", message: hostile } },
        utc,
        plain,
      ),
    ],
    ["end", reportUpdate({ type: "end", at: "", status: hostile, reason: hostile }, utc, plain)],
    ["metrics", reportRuns([hostileRun], { width: 80, style: plain, table: { columns: [hostile] } })],
    ["metrics, compared", reportRuns([hostileRun, hostileRun], { width: 80, style: plain })],
    ["error", reportError(new RftError("input", hostile, { hint: hostile, requestId: hostile }), false)],
  ];
  test.each(reports)("%s", (_name, text) => {
    // oxlint-disable-next-line no-control-regex -- they are what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(text).toContain("\\u001b[2J");
  });
});

describe("findings that are not listed", () => {
  const one = { code: "field-null", severity: "error", message: "m", help: "h", file: "f" } as const;
  test("are counted where some are left out", () => {
    const text = reportFindings(
      [
        { ...one, line: 1, count: 1 },
        { ...one, line: 2, count: 31 },
      ],
      plain,
    );
    expect(text).toBe(
      "f:1: error m (field-null)\nf:2: error m (field-null)\n    29 more of these are not listed\n    h\n",
    );
  });
  test("are not spoken of where all are listed", () => {
    const text = reportFindings(
      [
        { ...one, line: 1, count: 1 },
        { ...one, line: 2, count: 2 },
      ],
      plain,
    );
    expect(text).toBe("f:1: error m (field-null)\nf:2: error m (field-null)\n    h\n");
  });
});
