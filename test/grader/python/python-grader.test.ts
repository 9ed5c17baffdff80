import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, onTestFinished, test } from "vitest";
import { compileGrader } from "#grader/score/compile-grader.js";
import { createScorer } from "#grader/score/create-scorer.js";
import { type PythonProcess, createPythonProcess } from "#grader/python/python-process.js";
import { parseSampleLine } from "#grader/samples/sample-line.js";
import { newestRules } from "#rules/select-rules.js";
import { hasPython } from "#test/support/has-python.js";

const env = { ...process.env, AZURE_OPENAI_API_KEY: "geheim" };

function rules({ seconds = 20, memory = newestRules.pythonMemoryBytes.value } = {}) {
  return {
    ...newestRules,
    pythonSeconds: { ...newestRules.pythonSeconds, value: seconds },
    pythonMemoryBytes: { ...newestRules.pythonMemoryBytes, value: memory },
  };
}

/** One process for many sources, as a multi grader has it: what one of them does must not touch the next. */
const shared = createPythonProcess({ env, rules: rules() });
afterAll(() => shared.close());

/** A process of its own that ends with the test. */
function ownProcess(limits: Parameters<typeof rules>[0] = {}): PythonProcess {
  const python = createPythonProcess({ env, rules: rules(limits) });
  onTestFinished(() => python.close());
  return python;
}

async function scorerOf(source: string, python = ownProcess()) {
  const scorer = await createScorer(compileGrader({ type: "python", source }), { python });
  return async (line = '{"item":{"a":1.0,"b":"ü"},"output_text":"{\\"x\\": 2.50}"}') => {
    const subject = parseSampleLine(line);
    if (typeof subject === "string") throw new Error(subject);
    const { reward, metadata, detail } = await scorer.score(subject);
    const { python_grader_runtime_error: flag, python_grader_runtime_error_details: details } =
      metadata.errors;
    return { reward, flag, details, detail };
  };
}

const returning = (expression: string) => `import math\ndef grade(sample, item):\n    return ${expression}\n`;

describe.skipIf(!hasPython())("a python grader (skipped where python3 is absent)", () => {
  test.each<[expression: string, reward: number]>([
    ["0.25", 0.25],
    ["5", 5],
    ["-1.5", -1.5],
    ["True", 1],
    ["False", 0],
    ["0.1 + 0.2", 0.30000000000000004],
    ["5e-324", 5e-324],
    ["1.0 if sample['output_text'] == '{\"x\": 2.50}' else 0", 1],
    ["1.0 if repr(sample['output_json']) == \"{'x': 2.5}\" else 0", 1],
    ["1.0 if repr(item) == \"{'a': 1.0, 'b': 'ü'}\" else 0", 1],
    [
      "1.0 if sorted(sample) == ['choices', 'output_audio', 'output_json', 'output_text', 'output_tools'] else 0",
      1,
    ],
    ["1.0 if sample['output_tools'] == [] and sample['output_audio'] is None else 0", 1],
    ["1.0 if sample['choices'][0]['message']['content'] == sample['output_text'] else 0", 1],
    ["print('a line of its own') or 0.5", 0.5],
    ["len(__import__('sys').stdin.read()) + 0.5", 0.5],
    ["__import__('subprocess').call(['echo', 'x']) + 0.5", 0.5],
    ["__import__('fractions').Fraction(1, 4)", 0.25],
  ])("that returns %s gives %d", async (expression, reward) => {
    const grade = await scorerOf(returning(expression), shared);
    expect(await grade()).toEqual({ reward, flag: false, details: null, detail: undefined });
  });

  test.each<[expression: string, details: string]>([
    ["float('nan')", "grade returned nan, not a finite number"],
    ["math.inf", "grade returned inf, not a finite number"],
    ["None", "grade returned NoneType, not a finite number"],
    ["'0.5'", "grade returned str, not a finite number"],
    ["[1.0]", "grade returned list, not a finite number"],
    ["1j", "grade returned complex, not a finite number"],
    ["10 ** 400", "OverflowError"],
    ["1 / 0", "ZeroDivisionError at line 3 of source"],
    ["item['secret in the row']", "KeyError at line 3 of source"],
    ["exit()", "SystemExit at line 3 of source"],
    ["(_ for _ in ()).throw(SystemExit(3))", "SystemExit at line 3 of source"],
    ["grade(sample, item)", "RecursionError at line 3 of source"],
    [
      "__import__('no_such_package.x')",
      "ModuleNotFoundError at line 3 of source: the package no_such_package is not installed here",
    ],
    ["__import__('os')._exit(3)", "the Python process ended by itself (code 3)"],
    ["__import__('os').kill(__import__('os').getpid(), 11)", "the Python process ended by itself (SIGSEGV)"],
  ])("that returns %s gives 0 and says why", async (expression, details) => {
    const grade = await scorerOf(returning(expression), shared);
    expect(await grade()).toEqual({ reward: 0, flag: true, details, detail: details });
  });

  test.each<[name: string, source: string, details: string]>([
    ["does not compile", "def grade(sample, item)\n  return 1", "SyntaxError at line 1 of source"],
    [
      "imports what is not there",
      "import json\nimport rdkit_of_nobody\ndef grade(s, i): return 1",
      "ModuleNotFoundError at line 2 of source: the package rdkit_of_nobody is not installed here",
    ],
    ["defines no grade", "grade = 1", "source defines no function grade"],
    ["takes its arguments by name", "def grade(*, sample, item):\n  return 1", "TypeError"],
    [
      "fails in a function of its own",
      "def f():\n  raise ValueError('geheim')\ndef grade(s, i):\n  return f()",
      "ValueError at line 2 of source",
    ],
  ])("that %s gives 0 for every row", async (_name, source, details) => {
    const grade = await scorerOf(source, shared);
    for (let row = 0; row < 3; row++) expect(await grade()).toMatchObject({ reward: 0, details });
  });

  it("sees nothing of the environment and starts in an empty folder of its own", async () => {
    const grade = await scorerOf(
      "import os\ndef grade(sample, item):\n  return len([k for k in os.environ if k not in ('LC_CTYPE', '__CF_USER_TEXT_ENCODING')]) + len(os.listdir('.'))",
    );
    expect(await grade()).toMatchObject({ reward: 0, flag: false });
  });

  it("is killed when its time is over, and the next row has a fresh process", async () => {
    const grade = await scorerOf(
      "import time\nn = 0\ndef grade(sample, item):\n  global n\n  n += 1\n  if item.get('slow'): time.sleep(60)\n  return n",
      ownProcess({ seconds: 1 }),
    );
    expect(await grade()).toMatchObject({ reward: 1 });
    expect(await grade()).toMatchObject({ reward: 2 });
    expect(await grade('{"item":{"slow":true},"output_text":""}')).toMatchObject({
      reward: 0,
      flag: true,
      details: "no result within 1 s",
    });
    expect(await grade()).toMatchObject({ reward: 1 });
  });

  it.skipIf(process.platform !== "linux")("is refused more memory than the rules give (Linux)", async () => {
    const grade = await scorerOf(
      returning("len(bytearray(600_000_000))"),
      ownProcess({ memory: 400_000_000 }),
    );
    expect(await grade()).toMatchObject({ reward: 0, details: "MemoryError at line 3 of source" });
  });

  it("keeps the order of rows asked for at once, and removes its folder", async () => {
    const note = join(mkdtempSync(join(tmpdir(), "rft-test-")), "cwd");
    const source = `import os\ndef grade(sample, item):\n  open(${JSON.stringify(note)}, "w").write(os.getcwd())\n  return item["n"]`;
    const python = createPythonProcess({ env, rules: rules() });
    const scorer = await createScorer(compileGrader({ type: "python", source }), { python });
    const rows = Array.from({ length: 50 }, (_, n) => ({ item: { n }, sample: { output_text: "" } }));
    const scores = await Promise.all(rows.map(async (row) => scorer.score(row)));
    expect(scores.map(({ reward }) => reward)).toEqual(rows.map(({ item }) => item.n));
    await python.close();
    const folder = readFileSync(note, "utf8");
    expect(folder).toMatch(/rft-python-/);
    expect(existsSync(folder)).toBe(false);
  });

  it("runs inside a multi grader beside others", async () => {
    const python = createPythonProcess({ env, rules: rules() });
    onTestFinished(() => python.close());
    const part = (expression: string) => ({ type: "python", source: returning(expression) });
    const config = {
      type: "multi",
      graders: {
        half: part("0.5"),
        bad: part("1 / item['n']"),
        same: { type: "string_check", input: "{{sample.output_text}}", reference: "x", operation: "eq" },
      },
      calculate_output: "(half + bad + same) / 3",
      invalid_grade: -1,
    };
    const scorer = await createScorer(compileGrader(config), { python });
    const sample = { output_text: "x" };
    expect(await scorer.score({ item: { n: 1 }, sample })).toMatchObject({
      reward: 2.5 / 3,
      sub_rewards: { half: 0.5, bad: 1, same: 1 },
    });
    expect(await scorer.score({ item: { n: 0 }, sample })).toMatchObject({
      reward: -1,
      metadata: {
        errors: {
          python_grader_runtime_error: true,
          python_grader_runtime_error_details: "bad: ZeroDivisionError at line 3 of source",
        },
      },
    });
  });

  it("ends at once when the run is aborted", async () => {
    const abort = new AbortController();
    const python = createPythonProcess({ env, rules: rules({ seconds: 60 }), signal: abort.signal });
    onTestFinished(() => python.close());
    const scorer = await createScorer(
      compileGrader({ type: "python", source: "import time\ndef grade(s, i): time.sleep(60)" }),
      { python },
    );
    const score = scorer.score({ item: {}, sample: { output_text: "" } });
    setTimeout(() => abort.abort(), 300);
    await expect(score).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("a python grader that is not run", () => {
  test.each([
    ["without a process", undefined, "a python grader runs with --allow-python"],
    [
      "without Python",
      createPythonProcess({ env: { PATH: "/nowhere" }, rules: newestRules }),
      "no python3 is found on the PATH",
    ],
  ])("%s scores null and says why", async (_name, python, detail) => {
    const scorer = await createScorer(
      compileGrader({ type: "python", source: returning("1") }),
      python ? { python } : {},
    );
    expect(await scorer.score({ item: {}, sample: { output_text: "" } })).toMatchObject({
      reward: null,
      detail,
    });
  });
});
