import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { parseGrader } from "#grader/parse/parse-grader.js";
import { newestRules, selectRules } from "#rules/select-rules.js";

const check = {
  type: "string_check",
  input: "{{sample.output_text}}",
  reference: "{{item.a}}",
  operation: "eq",
};
const likeness = { ...check, type: "text_similarity", operation: undefined, evaluation_metric: "bleu" };
const similarity = JSON.parse(JSON.stringify(likeness)) as object;
const judge = { type: "score_model", model: "gpt-4.1", input: [{ role: "user", content: "{{item.a}}" }] };
const label = { ...judge, type: "label_model", labels: ["good", "bad"], passing_labels: ["good"] };
const python = { type: "python", source: "def grade(sample, item):\n    return 1.0" };
const multi = (graders: unknown, formula = "a") => ({ type: "multi", graders, calculate_output: formula });

/** Each finding as `code pointer`. */
function findingsOf(value: unknown, rules = newestRules): string[] {
  return parseGrader(value, rules).findings.map(({ code, pointer }) => `${code} ${pointer}`);
}

function helpsOf(value: unknown): string[] {
  return parseGrader(value, newestRules).findings.map(({ help }) => help);
}

describe("what is wrong with a grader", () => {
  test.each<[string, unknown, string[]]>([
    ["a string check", check, []],
    ["names and thresholds", { ...check, name: "n", pass_threshold: 0.5 }, []],
    ["a static metric", similarity, []],
    [
      "a judge with everything",
      { ...judge, range: [0, 5], sampling_params: { seed: null, reasoning_effort: "low" } },
      [],
    ],
    [
      "a judge with parts",
      { ...judge, input: [{ role: "user", content: ["a", { type: "input_text", text: "b" }] }] },
      [],
    ],
    ["a multi of every type", multi({ a: check, b: similarity, c: judge, d: python }, "a+b+c+d"), []],
    ["a range of one number", { ...judge, range: [1, 1] }, []],
    ["null", null, ["grader-invalid "]],
    ["a text", "grader.json", ["grader-invalid "]],
    ["no type", {}, ["grader-invalid /type"]],
    ["a type that is a number", { type: 1 }, ["grader-invalid /type"]],
    ["a misspelt type", { ...check, type: "string-check" }, ["grader-type-unsupported /type"]],
    ["label_model as the whole", label, ["grader-type-unsupported /type", "label-model-static "]],
    ["a missing key", { ...check, reference: undefined }, ["grader-invalid /reference"]],
    ["a number for a text", { ...check, reference: 5 }, ["grader-invalid /reference"]],
    ["an operation that is no text", { ...check, operation: 1 }, ["grader-invalid /operation"]],
    ["no operation", { type: "string_check", input: "", reference: "" }, ["grader-invalid /operation"]],
    [
      "a misspelt key and, behind it, a bad template",
      { ...check, inptu: "x", reference: "{{x}}" },
      ["grader-invalid /inptu", "template-syntax /reference"],
    ],
    ["braces that are never closed", { ...check, reference: "{{item.a}" }, ["template-syntax /reference"]],
    [
      "such braces after a good reference, in a judge's prompt",
      { ...judge, input: [{ role: "user", content: "Is {{item.a}} {{ sample.output_text }?" }] },
      ["template-syntax /input/0/content"],
    ],
    ["closing braces too many", { ...check, reference: "{{item.a}}}}" }, []],
    ["rouge-l", { ...similarity, evaluation_metric: "rouge-l" }, ["metric-unknown /evaluation_metric"]],
    ["an empty range", { ...judge, range: [] }, ["range-invalid /range"]],
    [
      "a range of texts",
      { ...judge, range: ["0", "1"] },
      ["range-invalid /range/0", "range-invalid /range/1"],
    ],
    ["a range upside down", { ...judge, range: [1, 0] }, ["range-invalid /range"]],
    ["judge input as a text", { ...judge, input: "hello" }, ["grader-invalid /input"]],
    [
      "an unknown role",
      { ...judge, input: [{ role: "judge", content: "" }] },
      ["grader-invalid /input/0/role"],
    ],
    [
      "content that is a number",
      { ...judge, input: [{ role: "user", content: 1 }] },
      ["grader-invalid /input/0/content"],
    ],
    [
      "a bad template inside a part",
      { ...judge, input: [{ role: "user", content: [{ type: "input_text", text: "{{x}}" }] }] },
      ["template-syntax /input/0/content/0/text"],
    ],
    ["an unknown judge", { ...judge, model: "gpt-2" }, ["grader-model-unsupported /model"]],
    [
      "a passing label of no label",
      multi({ a: { ...label, passing_labels: ["godo"] } }),
      ["grader-invalid /graders/a/passing_labels/0", "label-model-static /graders/a"],
    ],
    ["python without grade", { ...python, source: "x = 1" }, ["grader-invalid /source"]],
    [
      "python too large",
      { ...python, source: `def grade(s, i): pass #${"x".repeat(256_000)}` },
      ["grader-invalid /source"],
    ],
    ["graders as an array", multi([check]), ["grader-invalid /graders"]],
    ["a multi in a multi", multi({ a: multi({ b: check }, "b") }), ["subgrader-not-allowed /graders/a/type"]],
    [
      "an unknown type in a multi",
      multi({ a: { type: "exact" } }),
      ["grader-type-unsupported /graders/a/type"],
    ],
    [
      "a key with a slash",
      multi({ "a/b": { ...check, x: 1 }, c: check }, "c"),
      ["grader-invalid /graders/a~1b/x", "subgrader-unused /graders/a~1b"],
    ],
    ["an unknown name", multi({ a: check }, "a + b"), ["expression-unknown-name /calculate_output"]],
    ["an unknown function", multi({ a: check }, "sin(a)"), ["expression-unknown-name /calculate_output"]],
    ["an inherited name", multi({ a: check }, "a + toString"), ["expression-unknown-name /calculate_output"]],
    ["a broken formula", multi({ a: check }, "a **"), ["expression-syntax /calculate_output"]],
    ["a grader nobody reads", multi({ a: check, b: check }), ["subgrader-unused /graders/b"]],
  ])("%s", (_, value, expected) => {
    expect(findingsOf(JSON.parse(JSON.stringify(value)))).toEqual(expected);
  });

  test.each<[string, unknown, string[]]>([
    ["python", python, ["grader-type-unsupported /type"]],
    [
      "a judge inside a multi",
      multi({ a: { ...judge, model: "gpt-4o-2024-08-06" } }),
      ["subgrader-not-allowed /graders/a/type"],
    ],
    ["a later judge", { ...judge, model: "gpt-4.1" }, ["grader-model-unsupported /model"]],
  ])("%s, by the rules of May 2025", (_, value, expected) => {
    expect(findingsOf(value, selectRules("2025-05"))).toEqual(expected);
  });

  test.each<[unknown, string]>([
    [{ ...check, operation: "neq" }, 'Did you mean "ne"?'],
    [{ ...check, operation: "contains" }, 'Did you mean "like"?'],
    [{ ...check, refrence: "x" }, 'Did you mean "reference"?'],
    [{ ...judge, sampling_parameters: {} }, 'Did you mean "sampling_params"?'],
    [{ ...judge, sampling_params: { max_completion_tokens: 5 } }, 'Did you mean "max_completions_tokens"?'],
    [{ ...check, type: "string-check" }, 'Did you mean "string_check"?'],
    [{ ...similarity, evaluation_metric: "rouge-l" }, 'Did you mean "rouge_l"?'],
    [multi({ score_a: check }, "scroe_a"), 'Did you mean "score_a"?'],
    [multi({ a: check }, "maxx(a, 1)"), 'Did you mean "max"?'],
  ])("%j: %s", (value, help) => {
    expect(helpsOf(value)).toEqual([help]);
  });

  it("gives the grader where only its values are at fault", () => {
    expect(parseGrader({ ...check, extra: 1 }, newestRules).config).toEqual(check);
    const message = { role: "user", content: "?" };
    const odd = { ...judge, input: [message, { ...message, tone: "stern" }] };
    expect(parseGrader(odd, newestRules)).toMatchObject({
      config: { ...judge, input: [message, message] },
      findings: [{ code: "grader-invalid", pointer: "/input/1/tone" }],
    });
    expect(parseGrader({ ...check, operation: "neq" }, newestRules).config).toBeUndefined();
  });
});

describe("properties of parsing", () => {
  /** Good graders with something in them replaced or added. */
  const mutated = fc
    .tuple(
      fc.constantFrom<Record<string, unknown>>(
        check,
        { ...similarity },
        judge,
        label,
        python,
        multi({ a: check, b: judge }),
      ),
      fc.dictionary(
        fc.constantFrom("type", "input", "graders", "calculate_output", "range", "name", "x"),
        fc.jsonValue(),
      ),
    )
    .map(([good, changes]) => ({ ...good, ...changes }));

  it("never throws on any JSON, and gives a grader or an error", () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), mutated), (value) => {
        const { config, findings } = parseGrader(value, newestRules);
        expect(config !== undefined || findings.some(({ severity }) => severity === "error")).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});
