import { describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "#json/json-value.js";
import { compileGrader } from "#grader/score/compile-grader.js";
import { buildGold } from "#grader/score/gold.js";

const pair = (input: string, reference: string, operation = "eq") => ({
  type: "string_check",
  operation,
  input,
  reference,
});
const similarity = (input: string, reference: string) => ({
  type: "text_similarity",
  evaluation_metric: "meteor",
  input,
  reference,
});
const multi = (...graders: object[]) => ({
  type: "multi",
  graders: Object.fromEntries(graders.map((grader, index) => [`g${index}`, grader])),
  calculate_output: graders.map((_, index) => `g${index}`).join(" + "),
});
const python = { type: "python", source: "def grade(sample, item): return 1" };

const text = "{{sample.output_text}}";
const item: JsonObject = { a: "Oslo", n: 5, list: ["x"], deep: { b: true }, json: '{"k": 1}' };

const schema = (properties: JsonObject): JsonValue => ({
  type: "json_schema",
  name: "flat",
  schema: { type: "object", properties, additionalProperties: false },
});

describe("the answer that should earn full marks", () => {
  test.each<[string, object, string | undefined]>([
    ["the other side", pair(text, "{{item.a}}"), "Oslo"],
    ["whichever side the sample is on", pair("{{item.a}}", text), "Oslo"],
    ["for a text that only has to hold it", pair(text, "{{item.a}}", "ilike"), "Oslo"],
    ["with the text around it", pair(text, "in {{item.a}}, {{item.n}}"), "in Oslo, 5"],
    ["for a metric that does not run here", similarity(text, "{{item.a}}"), "Oslo"],
    ["by way of choices", pair("{{sample.choices[0].message.content}}", "{{item.a}}"), "Oslo"],
    ["an object for a path", pair("{{sample.output_json.x.y}}", "{{item.a}}"), '{"x":{"y":"Oslo"}}'],
    ["an array for an index", pair("{{sample.output_json.x[1]}}", "{{item.a}}"), '{"x":[null,"Oslo"]}'],
    ["the row's own type", pair("{{sample.output_json.x}}", "{{item.n}}"), '{"x":5}'],
    ["text where text stands around it", pair("{{sample.output_json.x}}", "{{item.n}}%"), '{"x":"5%"}'],
    ["an object that is the whole answer", pair("{{sample.output_json}}", "{{item.deep}}"), '{"b":true}'],
    [
      "the JSON in a text that is the whole answer",
      pair("{{sample.output_json}}", "{{item.json}}"),
      '{"k":1}',
    ],
    ["a text that is the whole answer's JSON", pair("{{sample.output_json}}", "{{item.a}}"), '"Oslo"'],
    [
      "merged from the parts",
      multi(
        pair("{{sample.output_json.x}}", "{{item.a}}"),
        similarity("{{sample.output_json.y}}", "{{item.n}}"),
      ),
      '{"x":"Oslo","y":5}',
    ],
    ["once where parts agree", multi(pair(text, "{{item.a}}"), similarity(text, "{{item.a}}")), "Oslo"],
    ["past a part that a program decides", multi(pair(text, "{{item.a}}"), python), "Oslo"],
    ["none for a program", python, undefined],
    ["none for ne", pair(text, "{{item.a}}", "ne"), undefined],
    ["none with a part that is ne", multi(pair(text, "{{item.a}}"), pair(text, "x", "ne")), undefined],
    ["none for a text around the sample", pair(`answer: ${text}`, "{{item.a}}"), undefined],
    ["none for a sample on both sides", pair(text, text), undefined],
    ["none where no side is the sample", pair("{{item.a}}", "{{item.a}}"), undefined],
    ["none for a tool call", pair("{{sample.output_tools[0].function.name}}", "{{item.a}}"), undefined],
    ["none where the row lacks the field", pair(text, "{{item.gone}}"), undefined],
    ["none where parts disagree", multi(pair(text, "{{item.a}}"), pair(text, "{{item.n}}")), undefined],
    [
      "none where parts disagree on a path",
      multi(pair("{{sample.output_json.x}}", "{{item.a}}"), pair("{{sample.output_json.x}}", "{{item.n}}")),
      undefined,
    ],
    [
      "none where a path goes through a value",
      multi(pair("{{sample.output_json.x}}", "{{item.a}}"), pair("{{sample.output_json.x.y}}", "{{item.n}}")),
      undefined,
    ],
    [
      "none where text and path are both asked",
      multi(pair(text, "{{item.a}}"), pair("{{sample.output_json.x}}", "{{item.n}}")),
      undefined,
    ],
  ])("%s", (_, config, expected) => {
    expect(buildGold(compileGrader(config), item)).toBe(expected);
  });

  test.each<[JsonObject, JsonValue, string | undefined]>([
    [{ type: "string" }, 5, '{"x":"5"}'],
    [{ type: "integer" }, "5", '{"x":5}'],
    [{ type: "number" }, "5.5", '{"x":5.5}'],
    [{ type: ["number", "null"] }, "5", '{"x":5}'],
    [{ anyOf: [{ type: "null" }, { type: "boolean" }] }, "true", '{"x":true}'],
    [{ type: "array" }, "[1, 2]", '{"x":[1,2]}'],
    // No number is written "5.0" again: the nearest one is built, and the grader shows that it does not pay.
    [{ type: "number" }, "5.0", '{"x":5}'],
    [{ type: "boolean" }, "yes", undefined],
    [{}, "5", '{"x":"5"}'],
  ])("takes the schema's types: %j and %j", (property, a, expected) => {
    const grader = compileGrader(pair("{{sample.output_json.x}}", "{{item.a}}"));
    expect(buildGold(grader, { a }, schema({ x: property }))).toBe(expected);
  });
});
