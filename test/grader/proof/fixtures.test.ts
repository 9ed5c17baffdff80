import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { RftError } from "#errors.js";
import { type FindingCode, findingCodes } from "#finding.js";
import { type JsonObject, type JsonValue, parseJson } from "#json/json-value.js";
import { type CheckGraderRequest, checkGrader } from "#grader/proof/check-grader.js";
import { loadGrader } from "#grader/parse/read-grader.js";
import { newestRules } from "#rules/select-rules.js";
import { rowsOf, samplesOf } from "#test/support/grader-rows.js";

const folder = "fixtures/graders/";
const cities = ["Oslo", "Lima", "Cairo"];

const rows: JsonObject[] = cities.map((city, index) => ({
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
      properties: {
        city: { type: "string", enum: cities },
        summary: { type: "string" },
        population: { type: "integer" },
      },
      required: ["city", "summary", "population"],
      additionalProperties: false,
    },
  },
};

/** Two answers to each row, the same for every row. */
const samples = (...answers: string[]) =>
  samplesOf(rows.flatMap((item) => answers.map((output_text) => ({ item, sample: { output_text } }))));

const service = (reward: number, refusal?: string) => ({
  validateGrader: async () => {
    if (refusal !== undefined) throw new RftError("refused", refusal);
  },
  runGrader: async () => ({ reward }),
});

interface Expected {
  fixture: string;
  severity: "error" | "warning" | "note";
  pointer?: string;
  line?: number;
  /** A part of the help: what the person is told to do. */
  help: string;
  /** What is checked beside the rows; a response format is given where the grader reads JSON. */
  with?: () => Partial<CheckGraderRequest>;
}

const withAttacks = () => ({ attacks: true });
const withoutFormat = (): Partial<CheckGraderRequest> => ({ responseFormat: { type: "text" } });

const graderFixtures: [FindingCode, Expected][] = [
  [
    "attack-succeeds",
    {
      fixture: "loose-comparison",
      severity: "error",
      help: "compare with the reference",
      with: withAttacks,
    },
  ],
  [
    "expression-syntax",
    { fixture: "unbalanced-bracket", severity: "error", pointer: "/calculate_output", help: "brackets" },
  ],
  [
    "expression-unknown-name",
    { fixture: "formula-uses-grader-name", severity: "error", pointer: "/calculate_output", help: '"city"' },
  ],
  ["gold-ceiling-below-one", { fixture: "weights-below-one", severity: "warning", help: "add up to 1" }],
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
    "input-and-reference-swapped",
    { fixture: "swapped-sides", severity: "warning", pointer: "/reference", help: "Exchange" },
  ],
  [
    "judge-reply-not-numeric",
    { fixture: "judge-asked-for-prose", severity: "warning", pointer: "/input/0/content", help: "number" },
  ],
  [
    "judge-without-examples",
    { fixture: "judge-without-examples", severity: "note", pointer: "/input", help: "one of each" },
  ],
  [
    "label-model-static",
    { fixture: "label-model", severity: "note", pointer: "/graders/tone", help: "on the service" },
  ],
  [
    "metric-unknown",
    { fixture: "cosine", severity: "error", pointer: "/evaluation_metric", help: "fuzzy_match" },
  ],
  [
    "no-learning-signal",
    {
      fixture: "exact-text",
      severity: "warning",
      help: "partial credit",
      with: () => ({ samples: samples("Oslo", "Oslo") }),
    },
  ],
  ["operation-unknown", { fixture: "neq-operation", severity: "error", pointer: "/operation", help: '"ne"' }],
  [
    "output-json-without-schema",
    {
      fixture: "json-without-format",
      severity: "warning",
      pointer: "/input",
      help: "--response-format",
      with: withoutFormat,
    },
  ],
  [
    "output-path-not-in-schema",
    { fixture: "misspelt-output-path", severity: "error", pointer: "/input", help: '"city"' },
  ],
  [
    "range-invalid",
    { fixture: "reversed-range", severity: "error", pointer: "/range", help: "lower one first" },
  ],
  [
    "remote-disagrees",
    {
      fixture: "exact-text",
      severity: "warning",
      help: "service is right",
      with: () => ({ service: service(0.5) }),
    },
  ],
  [
    "remote-rejected",
    {
      fixture: "exact-text",
      severity: "error",
      help: "service names",
      with: () => ({ service: service(0, "no") }),
    },
  ],
  [
    "score-out-of-range",
    { fixture: "weights-above-one", severity: "warning", pointer: "/calculate_output", help: "add up to 1" },
  ],
  [
    "scores-constant",
    {
      fixture: "exact-text",
      severity: "warning",
      help: "another form",
      with: () => ({ samples: samples("It is Oslo.", "oslo") }),
    },
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
    "template-never-varies",
    { fixture: "reads-no-answer", severity: "warning", pointer: "", help: "{{sample.output_text}}" },
  ],
  [
    "template-syntax",
    { fixture: "jinja-filter", severity: "error", pointer: "/reference", help: "{{item.field}}" },
  ],
  [
    "template-unresolved",
    { fixture: "misspelt-field", severity: "error", pointer: "/citty", line: 1, help: '"city"' },
  ],
  [
    "threshold-out-of-range",
    { fixture: "threshold-in-percent", severity: "warning", pointer: "/pass_threshold", help: "inside" },
  ],
  ["too-strict", { fixture: "exact-text", severity: "warning", help: "response format", with: withAttacks }],
];

async function checkFixture(name: string, more: Partial<CheckGraderRequest>) {
  const text = readFileSync(`${folder}${name}.json`, "utf8");
  const isJson = text.includes("output_json");
  return checkGrader({
    grader: loadGrader(parseJson(text), newestRules),
    rules: newestRules,
    rows: rowsOf(rows),
    attacks: false,
    ...(isJson && { responseFormat }),
    ...more,
  });
}

/** What the worst of them say, beside what each fixture is for. */
const alsoFound: Partial<Record<FindingCode, FindingCode[]>> = {
  "attack-succeeds": ["input-and-reference-swapped"],
};

describe("a fixture for each grader code", () => {
  test.each(graderFixtures)("%s", async (code, { fixture, help, with: more, ...expected }) => {
    const { findings, ok } = await checkFixture(fixture, more?.() ?? {});
    expect(findings.find((finding) => finding.code === code)).toMatchObject({
      code,
      ...expected,
      help: expect.stringContaining(help),
    });
    expect(new Set(findings.map((finding) => finding.code))).toEqual(
      new Set([code, ...(alsoFound[code] ?? [])]),
    );
    expect(ok).toBe(expected.severity !== "error");
  });

  it("covers every code about a grader", () => {
    const first = findingCodes.indexOf("attack-succeeds");
    const ofGraders = findingCodes.slice(first, findingCodes.indexOf("too-strict") + 1);
    expect(graderFixtures.map(([code]) => code)).toEqual(ofGraders);
  });

  test.each(["string-check", "multi"])("%s is found to be good", async (name) => {
    const { findings, gold, attacks } = await checkFixture(name, { attacks: true });
    expect(findings).toEqual([]);
    expect(gold).toEqual({ n: 3, mean: 1, min: 1, ceiling: 1 });
    expect(attacks?.map((attack) => attack.name)).toEqual([
      "empty",
      "whitespace",
      "echo",
      "padding",
      "shell-empty-strings",
      "shell-missing-keys",
      "shell-extra-keys",
      "other-answer",
      "gold-negated",
      "gold-after-noise",
      "gold-before-noise",
      ...(name === "multi" ? ["other-case"] : []),
      "spacing",
    ]);
  });

  it("uses every fixture file", () => {
    const used = [...graderFixtures.map(([, { fixture }]) => fixture), "string-check", "multi"];
    expect(readdirSync(folder).toSorted()).toEqual(
      [...new Set(used)].map((name) => `${name}.json`).toSorted(),
    );
  });

  it("has a page for each code", () => {
    const pages = new Set(readdirSync("docs/findings/"));
    expect(graderFixtures.map(([code]) => `${code}.md`).filter((page) => !pages.has(page))).toEqual([]);
  });
});
