import { describe, expect, test } from "vitest";
import { placeFinding } from "#document/place-finding.js";
import { checkSpec } from "#job/spec/check-spec.js";
import { readUsableJob, settingsFindings } from "#job/spec/usable-job.js";
import { loadJob } from "#job/spec/read-spec.js";
import { newestRules } from "#rules/select-rules.js";

/** Each finding of a job file: its fixture and the places where it stands. */
const table: [fixture: string, places: string[]][] = [
  ["misspelt-place", ["4:1 job-file-invalid error"]],
  ["no-validation-file", ["1:1 validation-file-missing error"]],
  ["model-without-rft", ["1:1 model-unsupported warning"]],
  [
    "too-many-eval-samples",
    ["8:24 hyperparameter-out-of-range warning", "8:42 hyperparameter-out-of-range error"],
  ],
  ["hyperparameters-beside-method", ["4:20 hyperparameter-misplaced warning"]],
  ["training-type-developer", ["4:1 training-type-unknown error"]],
  ["training-type-data-zone", ["4:1 training-type-unknown warning"]],
  ["preview-model-as-standard", ["1:1 training-type-unsupported error", "1:1 not-deployable warning"]],
  ["table-name-of-a-model", ["1:1 model-unsupported warning", "1:1 not-deployable warning"]],
  ["served-in-two-regions", ["1:1 not-deployable warning"]],
  ["suffix-with-blanks", ["4:1 suffix-invalid error"]],
];

describe("findings of job files", () => {
  test.each(table)("%s", async (fixture, places) => {
    const { spec, findings, document } = await loadJob(`${fixture}.yaml`, "fixtures/jobs");
    const all = spec ? checkSpec(spec, newestRules).map((one) => placeFinding(one, document!)) : findings;
    expect(all.map(({ line, column, code, severity }) => `${line}:${column} ${code} ${severity}`)).toEqual(
      places,
    );
  });
});

test("retired-model-and-judge: what its models' dates say", async () => {
  const job = await readUsableJob("retired-model-and-judge.yaml", "fixtures/jobs", newestRules);
  const at = (day: string) =>
    settingsFindings(job, newestRules, { today: new Date(day) }).map(
      ({ line, column, code, severity }) => `${line}:${column} ${code} ${severity}`,
    );
  expect(at("2026-01-05")).toEqual([]);
  expect(at("2026-11-30")).toEqual(["1:1 model-retired warning", "12:52 grader-model-retiring warning"]);
  expect(at("2028-01-01")).toEqual(["1:1 model-retired error", "12:52 grader-model-retiring warning"]);
});
