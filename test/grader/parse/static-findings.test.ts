import { describe, expect, test } from "vitest";
import { parseGrader } from "#grader/parse/parse-grader.js";
import { staticFindings } from "#grader/parse/static-findings.js";
import { newestRules } from "#rules/select-rules.js";

const text = "{{sample.output_text}}";
const pair = (input: string, reference: string, operation = "eq") => ({
  type: "string_check",
  operation,
  input,
  reference,
});
const similarity = (input: string, reference: string, evaluation_metric: string) => ({
  type: "text_similarity",
  evaluation_metric,
  input,
  reference,
});
const judge = (content: string, more: object = {}) => ({
  type: "score_model",
  model: "gpt-4.1",
  input: [{ role: "user", content: `${content} ${text}` }],
  ...more,
});
const right = pair(text, "{{item.a}}");
const multi = (calculate_output: string, graders: Record<string, object> = { a: right, b: right }) => ({
  type: "multi",
  graders,
  calculate_output,
});

/** Codes and pointers of what is said of a grader. */
function find(value: object): string[] {
  const { config } = parseGrader(value, newestRules);
  if (!config) throw new Error("the test's grader has no shape");
  return staticFindings(config).map(({ code, pointer }) => `${code} ${pointer}`);
}

const messageOf = (value: object) => {
  const { config } = parseGrader(value, newestRules);
  return config && staticFindings(config)[0]?.message;
};

describe("comparisons", () => {
  const swapped = ["input-and-reference-swapped /reference"];
  test.each<[object, string[]]>([
    [right, []],
    [pair("{{item.a}}", text), []],
    [pair("{{item.a}}", text, "ne"), []],
    [pair("{{item.a}}", text, "like"), swapped],
    [pair("{{item.a}}", text, "ilike"), swapped],
    [pair(text, "{{item.a}}", "like"), []],
    [pair("a fixed list", text, "like"), swapped],
    [similarity("{{item.a}}", text, "bleu"), swapped],
    [similarity("{{item.a}}", text, "meteor"), swapped],
    [similarity(text, "{{item.a}}", "meteor"), []],
    ...["fuzzy_match", "gleu", "rouge_1", "rouge_2", "rouge_l"].map((metric): [object, string[]] => [
      similarity("{{item.a}}", text, metric),
      [],
    ]),
    [pair("{{item.a}}", "{{item.b}}"), ["template-never-varies "]],
    [pair(text, "{{ sample.output_text }}"), ["template-never-varies "]],
    [pair(text, "yes"), []],
    [
      multi("a + b", { a: right, b: pair("x", "y") }),
      ["template-never-varies /graders/b", "score-out-of-range /calculate_output"],
    ],
  ])("%j", (value, expected) => {
    expect(find(value)).toEqual(expected);
  });
});

describe("judges", () => {
  const prose = ["judge-reply-not-numeric /input/0/content"];
  const example = "Example: Oslo gets 1.";
  test.each<[string, string[]]>([
    [example, []],
    [`${example} Give a number from 0 to 1.`, []],
    [`${example} Return 1 if the answer is correct and 0 otherwise.`, []],
    [`${example} Think about the reasoning of the answer, then give the score.`, []],
    [`${example}\nScore: <0 - 5>`, prose],
    [`${example}\n- Reasoning: [why]`, prose],
    [`${example} Only respond with the score and reasoning.`, prose],
    [`${example} Answer yes or no.`, prose],
    [`${example} Reply only with "PASS" or "FAIL".`, prose],
    [`${example} Respond in JSON: {"score": 1, "reason": "..."}`, prose],
    ["How good is it?", ["judge-without-examples /input"]],
    ["How good is it, e.g. in spelling?", ["judge-without-examples /input"]],
  ])("%s", (content, expected) => {
    expect(find(judge(content))).toEqual(expected);
  });

  test("may show examples as earlier turns", () => {
    const input = [
      { role: "user", content: "Oslo" },
      { role: "assistant", content: "1" },
      { role: "user", content: text },
    ];
    expect(find({ ...judge(""), input })).toEqual([]);
  });

  test("must see the answer", () => {
    expect(find({ ...judge(""), input: [{ role: "user", content: `${example} {{item.a}}` }] })).toEqual([
      "template-never-varies /input",
    ]);
  });
});

describe("scores", () => {
  const outside = "score-out-of-range /calculate_output";
  const wide = { a: right, b: judge("Example.", { range: [0, 5] }) };
  test.each<[object, string[]]>([
    [multi("0.5 * a + 0.5 * b"), []],
    [multi("0.1 * a + 0.2 * a + 0.7 * b"), []],
    [multi("a + b"), [outside]],
    [multi("a - 0.5 * b"), [outside]],
    [multi("min(1, a + b)"), []],
    [multi("a * (1 - b) + b"), []],
    [multi("a / b"), [outside]],
    [multi("2 * a * b / max(a + b, 1e-9)"), []],
    [multi("0.5 * a + 0.1 * b", wide), []],
    [multi("0.5 * a + 0.5 * b", wide), [outside]],
    [multi("log(a) + b"), [outside]],
    [multi("a + 0 * b"), ["subgrader-unused /graders/b"]],
    [multi("max(a, min(a, b))"), ["subgrader-unused /graders/b"]],
    [multi("floor(0.4 * a + 0.4 * b)"), ["subgrader-unused /graders/a", "subgrader-unused /graders/b"]],
    [
      multi("a + b - a", { a: right, b: similarity(text, "{{item.a}}", "bleu") }),
      ["subgrader-unused /graders/a"],
    ],
    [judge("Example.", { range: [-1, 1] }), ["score-out-of-range /range"]],
    [judge("Example.", { range: [0, 0.5] }), []],
    [{ ...right, pass_threshold: 1 }, []],
    [{ ...right, pass_threshold: 0 }, []],
    [{ ...right, pass_threshold: 1.5 }, ["threshold-out-of-range /pass_threshold"]],
    [{ ...right, pass_threshold: -1 }, ["threshold-out-of-range /pass_threshold"]],
    [judge("Example.", { range: [0, 0.5], pass_threshold: 0.8 }), ["threshold-out-of-range /pass_threshold"]],
    [
      multi("0.5 * a + 0.5 * b", { a: { ...right, pass_threshold: 50 }, b: right }),
      ["threshold-out-of-range /graders/a/pass_threshold"],
    ],
  ])("%j", (value, expected) => {
    expect(find(value)).toEqual(expected);
  });

  test("are shown with what leads to them", () => {
    expect(messageOf(multi("0.8 * a + 0.4 * b"))).toBe(
      "calculate_output gives 1.2 where a is 1, b is 1; rewards are meant to lie between 0 and 1",
    );
    expect(messageOf(multi("a / b"))).toBe(
      "calculate_output has no value where a is 0, b is 0: 0 / 0 has no finite real value",
    );
  });
});
