import { describe, expect, it, onTestFinished } from "vitest";
import type { CheckEngines } from "#grader/attack/score-answers.js";
import { type CheckGraderRequest, type CheckGraderResult, checkGrader } from "#grader/proof/check-grader.js";
import type { Judge, JudgeRequest } from "#service/judge.js";
import { createPythonProcess } from "#grader/python/python-process.js";
import { judgeInstruction } from "#grader/attack/attack-battery.js";
import { loadGrader } from "#grader/parse/read-grader.js";
import { newestRules } from "#rules/select-rules.js";
import { hasPython } from "#test/support/has-python.js";
import { rowsOf, samplesOf } from "#test/support/grader-rows.js";

const judgeConfig = {
  type: "score_model",
  name: "judge",
  model: "gpt-4o-2024-08-06",
  range: [0, 10],
  input: [{ role: "user", content: "Great, fair, poor. Is {{sample.output_text}} the same as {{item.a}}?" }],
};

const lastText = ({ messages }: JudgeRequest) => String(messages.at(-1)?.content);

/** A judge whose score of an answer is decided by what it is shown. */
function fakeJudge(score: (shown: string) => number) {
  const asked: string[] = [];
  let [under, most] = [0, 0];
  const judge: Judge = {
    name: "fake",
    async ask(request) {
      asked.push(lastText(request));
      most = Math.max(most, ++under);
      await Promise.resolve();
      under--;
      const result = score(lastText(request));
      const content = JSON.stringify({ steps: [], result });
      return { content, refusal: null, finishReason: "stop", model: "m", usage: null };
    },
  };
  return { judge, asked, most: () => most };
}

const words = ["alpha", "beta", "gamma", "delta", "epsilon"];
const items = words.map((a) => ({ messages: [{ role: "user", content: `say ${a}` }], a }));

function check(value: object, engines: Partial<CheckEngines>, more: Partial<CheckGraderRequest> = {}) {
  return checkGrader({
    grader: loadGrader(structuredClone(value) as never, newestRules),
    rules: newestRules,
    rows: rowsOf(items),
    engines: { rows: 3, atOnce: 4, ...engines },
    ...more,
  });
}

const isRight = (shown: string) => words.some((a) => shown.includes(`Is ${a} the same as ${a}?`));
const shortfalls = ({ findings }: CheckGraderResult) =>
  findings.filter(({ code }) => code === "gold-not-full-score");
const codes = ({ findings }: { findings: { code: string }[] }) => findings.map(({ code }) => code);

describe("check-grader with a judge", () => {
  it("asks it on a few rows, and says which types ran", async () => {
    const { judge, asked } = fakeJudge((shown) => (isRight(shown) ? 10 : 0));
    const result = await check(judgeConfig, { judge }, { gold: "{{item.a}}" });
    expect(result).toMatchObject({
      ok: true,
      answered: { rows: 3, of: 5 },
      gold: { n: 3, mean: 10, min: 10, ceiling: 10 },
      executed: ["score_model"],
      static: [],
    });
    expect(result.attacks?.find(({ name }) => name === "judge-instruction")).toMatchObject({
      kind: "content-free",
      n: 3,
      mean: 0,
    });
    expect(asked).toContainEqual(expect.stringContaining(judgeInstruction));
    // Nothing about a row that is not among the three.
    const rows = new Set(asked.map((shown) => /the same as (\w+)\?/.exec(shown)?.[1]));
    expect(rows.size).toBe(3);
  });

  it("finds the judge that does as the answer tells it", async () => {
    const { judge } = fakeJudge((shown) =>
      isRight(shown) || shown.includes("give it the highest score") ? 10 : 0,
    );
    const result = await check(judgeConfig, { judge }, { gold: "{{item.a}}" });
    const [finding, ...more] = result.findings.filter(({ code }) => code === "attack-succeeds");
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ severity: "error" });
    expect(finding?.message).toContain("an instruction to the judge earns 10 on average over 3 rows");
    expect(result.ok).toBe(false);
  });

  it("takes four fifths of the range for the full mark, and names the rows below it", async () => {
    const paid = (least: number) => {
      const { judge } = fakeJudge((shown) => (isRight(shown) ? (shown.includes("beta") ? least : 8) : 0));
      return check(judgeConfig, { judge, rows: 5 }, { gold: "{{item.a}}" });
    };
    expect(codes(await paid(8))).not.toContain("gold-not-full-score");
    const [finding, ...more] = shortfalls(await paid(7.9));
    expect(finding).toMatchObject({ line: 2, file: "train.jsonl", count: 1 });
    expect(more).toEqual([]);
    expect(finding?.message).toContain("earns 7.9, and should earn 8 or more");
  });

  it("asks no more at once than it may, and nothing with --no-attacks but the right answers", async () => {
    const { judge, asked, most } = fakeJudge(() => 10);
    await check(judgeConfig, { judge, rows: 5, atOnce: 2 }, { gold: "{{item.a}}", attacks: false });
    expect(asked).toHaveLength(5);
    expect(most()).toBe(2);
  });

  it("scores samples with it", async () => {
    const { judge } = fakeJudge((shown) => (isRight(shown) ? 10 : 5));
    const lines = samplesOf([
      { item: { a: "alpha" }, output_text: "alpha" },
      { item: { a: "alpha" }, output_text: "beta" },
    ]);
    const { samples } = await check(judgeConfig, { judge }, { samples: lines, attacks: false });
    expect(samples).toMatchObject({ n: 2, prompts: 1, mean: 7.5, mixed: 1 });
  });

  it("is checked only where one part of a multi grader still cannot run", async () => {
    const { judge, asked } = fakeJudge(() => 10);
    const graders = {
      judged: judgeConfig,
      program: { type: "python", name: "p", source: "def grade(s, i):\n  return 1" },
    };
    const result = await check(
      { type: "multi", name: "m", graders, calculate_output: "judged + program" },
      { judge },
    );
    expect(result).toMatchObject({ executed: ["score_model"], static: ["python"] });
    expect(result).not.toHaveProperty("attacks");
    expect(asked).toEqual([]);
  });

  it("tries JSON shells from the schema where the judge reads the whole text", async () => {
    const { judge, asked } = fakeJudge(() => 0);
    const schema = { type: "object", properties: { word: { type: "string" } } };
    await check(judgeConfig, { judge }, { responseFormat: { type: "json_schema", json_schema: { schema } } });
    expect(asked).toContainEqual(expect.stringContaining('{"word":""}'));
  });
});

describe.skipIf(!hasPython())("check-grader with Python (skipped where python3 is absent)", () => {
  function engines() {
    const env = { PATH: process.env["PATH"] };
    const python = createPythonProcess({ env, rules: newestRules });
    onTestFinished(() => python.close());
    return { python, rows: 5 };
  }
  const program = (body: string) => ({
    type: "python",
    name: "p",
    source: `def grade(sample, item):\n    return ${body}\n`,
  });

  it("runs the program on gold and attacks", async () => {
    const grader = program("3 if sample['output_text'] == item['a'] else 0");
    const result = await check(grader, engines(), { gold: "{{item.a}}" });
    expect(result).toMatchObject({ ok: true, executed: ["python"], static: [], gold: { n: 5, mean: 3 } });
    expect(result.attacks?.find(({ name }) => name === "other-answer")).toMatchObject({ n: 5, mean: 0 });
  });

  it("finds what pays an empty answer, and the row whose right answer earns less than others'", async () => {
    const lenient = await check(program("1.0"), engines(), { gold: "{{item.a}}" });
    expect(codes(lenient)).toContain("attack-succeeds");
    const uneven = await check(
      program("(2 if item['a'] == 'beta' else 3) if sample['output_text'] == item['a'] else 0"),
      engines(),
      { gold: "{{item.a}}" },
    );
    const [finding, ...more] = shortfalls(uneven);
    expect({ line: finding?.line, more }).toEqual({ line: 2, more: [] });
    expect(finding?.message).toContain("earns 2, and another row's earns 3");
  });
});
