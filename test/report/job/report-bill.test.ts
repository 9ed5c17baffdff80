import { Chalk } from "chalk";
import { expect, test } from "vitest";
import { createRunResult } from "#run/outcome/run-result.js";
import { billOfStatus, reportBill } from "#report/job/report-bill.js";
import { reportJobFacts } from "#report/job/report-jobs.js";
import { reportRun } from "#report/run/report-run.js";
import { reportUpdate } from "#report/watch/report-updates.js";

const style = new Chalk({ level: 0 });
const utc = () => 0;
const words = "billed up to its last checkpoint";

test.each(["pending", "running", "paused", "succeeded", "cancelled", "some_new_status"])(
  "%s says nothing of the bill of a failure",
  (status) => {
    expect(billOfStatus(status)).toBeUndefined();
    expect(reportJobFacts({ id: "ftjob-1", status }, {}, utc, style)).not.toContain(words);
    expect(reportUpdate({ type: "end", at: "", status, reason: "over" }, utc, style)).not.toContain(words);
  },
);

test("a failed job's bill is said where it is shown, where its watch ends, and with what came of it", () => {
  const job = { id: "ftjob-1", status: "failed" };
  expect(reportJobFacts(job, {}, utc, style)).toContain(words);
  const end = reportUpdate({ type: "end", at: "", status: "failed", reason: "no data" }, utc, style);
  expect(end).toContain(`failed: no data (a job that fails is ${words}`);
  const steps = [{ step: 1, train_mean_reward: 0.5, total_duration: 60 }];
  const run = createRunResult({ steps }, { source: "ftjob-1", job });
  expect(reportRun(run, { width: 80, style }).replaceAll(/\s+/g, " ")).toContain(words);
});

test("what judges used is billed later, which is said where there are judges", () => {
  const training = { seconds: 3600, hours: 1, steps: 5, basis: "measured" as const, dollars: 100 };
  const judge = { model: "gpt-4.1", input: 10, output: 10, dollars: 1 };
  expect(reportBill({ training, graders: [], dollars: 100 })).not.toContain("separately");
  expect(reportBill({ training, graders: [judge], dollars: 101 })).toContain("billed separately, later");
});
