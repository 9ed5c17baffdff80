import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { type FindingCode, findingCodes } from "../../src/finding.js";
import { type JsonObject, type JsonValue, parseJson } from "../../src/json.js";
import { checkGrader } from "../../src/grader/check-grader.js";
import { newestRules } from "../../src/rules/select-rules.js";
import { rowsOf } from "./rows.js";

const folder = new URL("../../fixtures/graders/", import.meta.url);

const rows: JsonObject[] = ["Oslo", "Lima", "Cairo"].map((city, index) => ({
  messages: [{ role: "user", content: "Which city is meant?" }],
  city,
  summary: `A text about ${city}`,
  population: `${index + 1}.0`,
}));

const responseFormat: JsonValue = {
  type: "json_schema",
  json_schema: {
    name: "answer",
    strict: true,
    schema: {
      type: "object",
      properties: { city: { type: "string" }, summary: { type: "string" }, population: { type: "integer" } },
      required: ["city", "summary", "population"],
      additionalProperties: false,
    },
  },
};

interface Expected {
  fixture: string;
  severity: "error" | "warning" | "note";
  pointer?: string;
  line?: number;
  /** A part of the help: what the person is told to do. */
  help: string;
}

const graderFixtures: [FindingCode, Expected][] = [
  ["attack-succeeds", { fixture: "loose-comparison", severity: "error", help: "compare with the reference" }],
  [
    "expression-syntax",
    { fixture: "unbalanced-bracket", severity: "error", pointer: "/calculate_output", help: "brackets" },
  ],
  [
    "expression-unknown-name",
    { fixture: "formula-uses-grader-name", severity: "error", pointer: "/calculate_output", help: '"city"' },
  ],
  ["gold-not-full-score", { fixture: "number-as-text", severity: "error", line: 1, help: "form and type" }],
  [
    "grader-invalid",
    {
      fixture: "sampling-parameters",
      severity: "error",
      pointer: "/sampling_parameters",
      help: "sampling_params",
    },
  ],
  [
    "grader-model-unsupported",
    { fixture: "unknown-judge-model", severity: "warning", pointer: "/model", help: "gpt-4o" },
  ],
  ["grader-type-unsupported", { fixture: "endpoint", severity: "error", pointer: "/type", help: "validate" }],
  [
    "label-model-static",
    { fixture: "label-model", severity: "note", pointer: "/graders/tone", help: "on the service" },
  ],
  [
    "metric-unknown",
    { fixture: "cosine", severity: "error", pointer: "/evaluation_metric", help: "fuzzy_match" },
  ],
  ["operation-unknown", { fixture: "neq-operation", severity: "error", pointer: "/operation", help: '"ne"' }],
  [
    "output-path-not-in-schema",
    { fixture: "misspelt-output-path", severity: "error", pointer: "/input", help: '"city"' },
  ],
  [
    "range-invalid",
    { fixture: "reversed-range", severity: "error", pointer: "/range", help: "lower one first" },
  ],
  [
    "subgrader-not-allowed",
    { fixture: "nested-multi", severity: "error", pointer: "/graders/inner/type", help: "outer" },
  ],
  [
    "subgrader-unused",
    { fixture: "unread-subgrader", severity: "warning", pointer: "/graders/summary", help: "remove" },
  ],
  [
    "template-syntax",
    { fixture: "jinja-filter", severity: "error", pointer: "/reference", help: "{{item.field}}" },
  ],
  [
    "template-unresolved",
    { fixture: "misspelt-field", severity: "error", pointer: "/citty", line: 1, help: '"city"' },
  ],
];

async function checkFixture(name: string) {
  const value = parseJson(readFileSync(new URL(`${name}.json`, folder), "utf8"));
  return checkGrader({ value, rules: newestRules, rows: rowsOf(rows), responseFormat });
}

describe("a fixture for each grader code", () => {
  test.each(graderFixtures)("%s", async (code, { fixture, help, ...expected }) => {
    const { findings, ok } = await checkFixture(fixture);
    expect(findings[0]).toMatchObject({ code, ...expected, help: expect.stringContaining(help) });
    expect(new Set(findings.map((finding) => finding.code))).toEqual(new Set([code]));
    expect(ok).toBe(expected.severity !== "error");
  });

  it("covers every code about a grader", () => {
    const first = findingCodes.indexOf("attack-succeeds");
    const ofGraders = findingCodes.slice(first, findingCodes.indexOf("template-unresolved") + 1);
    expect(graderFixtures.map(([code]) => code)).toEqual(ofGraders);
  });

  test.each(["string-check", "multi"])("%s is found to be good", async (name) => {
    const { findings, gold, attacks } = await checkFixture(name);
    expect(findings).toEqual([]);
    expect(gold).toEqual({ n: 3, mean: 1, min: 1, ceiling: 1 });
    expect(attacks?.map((attack) => attack.name)).toEqual(["empty", "whitespace", "echo", "other-answer"]);
  });

  it("uses every fixture file", () => {
    const used = [...graderFixtures.map(([, { fixture }]) => fixture), "string-check", "multi"];
    expect(readdirSync(folder).toSorted()).toEqual(used.map((name) => `${name}.json`).toSorted());
  });

  it("has a page for each code", () => {
    const pages = new Set(readdirSync(new URL("../../docs/findings/", import.meta.url)));
    expect(graderFixtures.map(([code]) => `${code}.md`).filter((page) => !pages.has(page))).toEqual([]);
  });
});
