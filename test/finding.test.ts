import { expect, test } from "vitest";
import { type Finding, summarizeFindings } from "#finding.js";

const blank = (more: Partial<Finding>): Finding => ({
  code: "blank-line",
  severity: "warning",
  message: "",
  help: "",
  ...more,
});

test("findings that are not listed count: the last one listed knows how many there are of its code and file", () => {
  const findings = [
    blank({ file: "a", count: 1 }),
    blank({ file: "a", count: 31 }),
    blank({ file: "b" }),
    blank({ file: "b" }),
    blank({ file: "a", code: "field-missing", count: 2 }),
    blank({ code: "small-data-set", severity: "note" }),
    blank({ code: "grader-invalid", severity: "error" }),
    blank({ code: "grader-invalid", severity: "error" }),
  ];
  expect(summarizeFindings(findings)).toEqual({ errors: 2, warnings: 31 + 2 + 2, notes: 1 });
});
