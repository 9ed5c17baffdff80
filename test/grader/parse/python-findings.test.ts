import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import type { PythonGrader } from "#grader/config/grader-config.js";
import { pythonFindings } from "#grader/parse/python-findings.js";
import { hasPython } from "#test/support/has-python.js";

const python = (source: string): PythonGrader => ({ type: "python", source });
const body = "\n  return 1";

describe.skipIf(!hasPython())("what Python says of a source (skipped where python3 is absent)", () => {
  test.each<[source: string, message: string | undefined]>([
    [`def grade(sample, item):${body}`, undefined],
    [`def grade(sample: dict, item: dict) -> float:${body}`, undefined],
    [`def grade(s, i):${body}`, undefined],
    [`def grade(sample, item, strict=True):${body}`, undefined],
    [`def grade(*both):${body}`, undefined],
    [`def grade(sample, *rest):${body}`, undefined],
    [`def grade(sample, item, /, **more):${body}`, undefined],
    ["from math import hypot as grade", undefined],
    ["grade = lambda sample, item: 1", undefined],
    [`if True:\n  def grade(sample, item):${body.replaceAll("  ", "    ")}`, undefined],
    [`def grade(sample):${body}`, "grade takes (sample), and is called with a sample and an item"],
    [`def grade():${body}`, "grade takes (), and is called with a sample and an item"],
    [`def grade(a, b, c):${body}`, "grade takes (a, b, c), and is called with a sample and an item"],
    [`def grade(a, b, *, c):${body}`, "grade takes (a, b), and is called with a sample and an item"],
    [`def grade(item, sample):${body}`, "grade takes (item, sample), and is called with the sample first"],
    [`async def grade(sample, item):${body}`, "grade is asynchronous, and what it returns is no number"],
    [`def grades(sample, item):${body}`, "source defines no function grade"],
    ["# grade", "source defines no function grade"],
    [`def grade(sample, item)${body}`, "source does not compile: expected ':', line 1"],
    ["def grade(sample, item):\n  return 'é' +", "source does not compile: invalid syntax, line 2"],
    ["x = '\0'", "source does not compile: source code string cannot contain null bytes"],
  ])("%j", async (source, message) => {
    const [finding, ...more] = await pythonFindings(python(source), process.env);
    expect(more).toEqual([]);
    expect(finding?.message).toBe(message);
  });

  it("names the sub-grader's source", async () => {
    const graders = { good: python(`def grade(s, i):${body}`), bad: python("def grade(") };
    const findings = await pythonFindings({ type: "multi", graders, calculate_output: "good" }, process.env);
    expect(findings).toMatchObject([
      { code: "grader-invalid", severity: "error", pointer: "/graders/bad/source" },
    ]);
  });

  it("runs nothing of it", async () => {
    const mark = join(mkdtempSync(join(tmpdir(), "rft-test-")), "mark");
    const source = `open(${JSON.stringify(mark)}, "w")\ndef grade(sample, item):${body}`;
    expect(await pythonFindings(python(source), process.env)).toEqual([]);
    expect(existsSync(mark)).toBe(false);
  });
});

it("says nothing of a source where there is no Python, nor of other graders", async () => {
  expect(await pythonFindings(python("def grade("), { PATH: "/nowhere" })).toEqual([]);
  const label = { type: "label_model", model: "m", input: [], labels: [], passing_labels: [] } as const;
  expect(await pythonFindings({ ...label, input: [], labels: [], passing_labels: [] }, process.env)).toEqual(
    [],
  );
});
