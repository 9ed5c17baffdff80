import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { describe, expect, it, test } from "vitest";
import { type JsonObject, type JsonValue, parseJson } from "#json/json-value.js";
import { type CheckGraderRequest, checkGrader } from "#grader/proof/check-grader.js";
import { loadGrader } from "#grader/parse/read-grader.js";
import { newestRules } from "#rules/select-rules.js";
import { rowsOf } from "#test/support/grader-rows.js";

const text = "{{sample.output_text}}";
const pair = (input: string, reference: string, operation = "eq") => ({
  type: "string_check",
  operation,
  input,
  reference,
});
const prompt = (content: JsonValue) => [{ role: "user", content }];

/** Rows whose answers all differ. */
const cities: JsonObject[] = Array.from({ length: 12 }, (_, index) => ({
  messages: prompt(`Is it city${index}, or is it not?`),
  city: `city${index}.`,
}));

function check(
  value: JsonValue,
  items: Iterable<JsonObject> = cities,
  more: Partial<CheckGraderRequest> = {},
) {
  return checkGrader({
    grader: loadGrader(value, newestRules),
    rules: newestRules,
    rows: rowsOf(items),
    ...more,
  });
}

describe("attacks", () => {
  const meansOf = async (value: JsonValue, items = cities) =>
    Object.fromEntries((await check(value, items)).attacks?.map(({ name, mean }) => [name, mean]) ?? []);

  it("earn nothing from a strict comparison", async () => {
    const means = await meansOf(pair(text, "{{item.city}}"));
    expect(Object.keys(means)).toEqual([
      "empty",
      "whitespace",
      "echo",
      "padding",
      "other-answer",
      "gold-negated",
      "gold-after-noise",
      "gold-before-noise",
      "other-case",
      "spacing",
      "quotes",
      "code-fence",
    ]);
    expect(new Set(Object.values(means))).toEqual(new Set([0]));
  });

  it("show the best-paid answer and its line", async () => {
    const items = cities.map((row, index) => ({ ...row, city: index === 4 ? "" : "x" }));
    const { attacks } = await check(pair(text, "{{item.city}}"), items);
    expect(attacks?.[0]).toEqual({
      name: "empty",
      kind: "content-free",
      n: 12,
      mean: expect.closeTo(1 / 12, 12),
      max: 1,
      example: { line: 5, output: "", score: 1 },
    });
  });

  it("cut a long answer in the example between characters", async () => {
    const items = [{ messages: prompt("🙂".repeat(500)), city: "x" }];
    const { attacks } = await check(pair(text, "{{item.city}}"), items);
    const output = attacks?.find(({ name }) => name === "echo")?.example.output;
    expect(output).toBe(`${"🙂".repeat(99)}…`);
  });

  const findingsOf = async (value: JsonValue, items?: JsonObject[]) =>
    (await check(value, items)).findings
      .filter(({ code }) => code === "attack-succeeds")
      .map(({ code, severity, message }) => `${severity} ${code}: ${message}`);

  test.each<[string, JsonValue, JsonObject[], string[]]>([
    [
      "the prompt holds the reference",
      pair(text, "{{item.city}}", "like"),
      cities.map((row, index) => ({ ...row, city: `city${index}` })),
      [
        "error attack-succeeds: repeating the prompt earns 1 on average over 12 rows, where a right answer earns 1",
      ],
    ],
    [
      "the same in content parts",
      pair(text, "{{item.city}}", "like"),
      cities.map(() => ({ messages: prompt([{ type: "text", text: "Oslo?" }]), city: "Oslo" })),
      [
        "error attack-succeeds: repeating the prompt earns 1",
        "warning attack-succeeds: another row's answer earns 1",
        "warning attack-succeeds: the most frequent answer earns 1",
      ],
    ],
    [
      "one answer fits all rows",
      pair(text, "{{item.city}}"),
      cities.map((row) => ({ ...row, city: "yes" })),
      [
        "warning attack-succeeds: another row's answer earns 1 on average over 12 rows",
        "warning attack-succeeds: the most frequent answer earns 1 on average over 12 rows",
      ],
    ],
    [
      "only a wrong word costs",
      pair(text, "I do not know", "ne"),
      cities,
      [
        "error attack-succeeds: an empty answer earns 1",
        "error attack-succeeds: an answer of white space earns 1",
        "error attack-succeeds: repeating the prompt earns 1",
        "error attack-succeeds: a very long answer that says nothing earns 1",
      ],
    ],
    [
      "any answer that names all labels",
      pair(text, "{{item.city}}", "ilike"),
      twoClasses(40),
      ["warning attack-succeeds: all answers at once earns 1 on average over 40 rows"],
    ],
    [
      "nine rows of ten have one answer",
      pair(text, "{{item.city}}"),
      cities.map((row, index) => ({ ...row, city: index === 0 ? "no" : "yes" })),
      [
        "warning attack-succeeds: another row's answer earns 0.833",
        "warning attack-succeeds: the most frequent answer earns 0.917",
      ],
    ],
    [
      "a part that pays for not being wrong is worth less than half",
      {
        type: "multi",
        graders: { right: pair(text, "{{item.city}}"), polite: pair(text, "damn", "ne") },
        calculate_output: "0.6 * right + 0.4 * polite",
      },
      cities,
      [],
    ],
    ["two answers, half of the rows each", pair(text, "{{item.city}}"), twoClasses(400), []],
    ["two answers in a file short enough to be kept whole", pair(text, "{{item.city}}"), twoClasses(100), []],
    ["the prompt holds 5 of 12 references", pair(text, "{{item.city}}", "like"), heldByPrompt(5), []],
    [
      "the prompt holds 7 of 12 references",
      pair(text, "{{item.city}}", "like"),
      heldByPrompt(7),
      ["error attack-succeeds: repeating the prompt earns 0.583"],
    ],
  ])("%s", async (_, value, items, expected) => {
    const findings = await findingsOf(value, items);
    expect(findings).toEqual(expected.map((start) => expect.stringContaining(start)));
  });

  it("are not tried where they are not wanted or the grader cannot run", async () => {
    expect(await check(pair(text, "{{item.city}}"), cities, { attacks: false })).not.toHaveProperty(
      "attacks",
    );
    const python = await check({ type: "python", source: "def grade(sample, item): return 1" });
    expect(python).toMatchObject({ ok: true, findings: [], executed: [], static: ["python"] });
    expect(python).not.toHaveProperty("attacks");
    expect(python).not.toHaveProperty("gold");
  });
});

describe("right answers in another form", () => {
  const schema = (place: JsonObject): JsonValue => ({
    type: "json_schema",
    json_schema: { name: "n", schema: { type: "object", properties: { place } } },
  });
  const inJson = "{{sample.output_json.place}}";

  test.each<[string, JsonValue, Partial<CheckGraderRequest>, string[]]>([
    [
      "any of five is refused by equality",
      pair(text, "{{item.city}}"),
      {},
      ["other-case 0", "spacing 0", "quotes 0", "code-fence 0"],
    ],
    ["case is not by ilike", pair(text, "{{item.city}}", "ilike"), {}, []],
    [
      "a schema leaves the case open",
      pair(inJson, "{{item.city}}"),
      { responseFormat: schema({}) },
      ["other-case 0"],
    ],
    [
      "a schema that lists the values leaves nothing open",
      pair(inJson, "{{item.city}}"),
      { responseFormat: schema({ enum: cities.map(({ city }) => city ?? "") }) },
      [],
    ],
    [
      "JSON without a schema may come in a fence",
      pair(inJson, "{{item.city}}", "ilike"),
      { responseFormat: { type: "json_object" } },
      ["code-fence 0"],
    ],
  ])("%s", async (_, value, more, expected) => {
    const { attacks, findings } = await check(value, cities, more);
    const unpaid = attacks?.filter(({ kind, mean }) => kind === "variant" && mean < 0.5);
    expect(unpaid?.map(({ name, mean }) => `${name} ${mean}`)).toEqual(expected);
    expect(findings.map(({ code }) => code)).toEqual(expected.length > 0 ? ["too-strict"] : []);
  });

  it("are tried where the answer has such a form", async () => {
    const items = [{ city: "Oslo" }, { city: "42" }, { city: "Yes!" }];
    const { attacks } = await check(pair(text, "{{item.city}}"), items);
    const counts = attacks?.filter(({ kind }) => kind === "variant").map(({ name, n }) => `${name} ${n}`);
    expect(counts).toEqual(["other-case 2", "spacing 3", "full-stop 2", "quotes 3", "code-fence 3"]);
  });
});

describe("JSON without content", () => {
  it("earns nothing from a comparison, and is caught where a part pays for its form", async () => {
    const graders = {
      right: pair("{{sample.output_json.city}}", "{{item.city}}"),
      json: pair(text, "{", "like"),
    };
    const value = { type: "multi", graders, calculate_output: "0.3 * right + 0.7 * json" };
    const gold = '{"city": "{{item.city}}"}';
    const { attacks, findings } = await check(value, cities, {
      gold,
      responseFormat: { type: "json_object" },
    });
    const meanOf = (name: string) => attacks?.find((attack) => attack.name === name)?.mean;
    expect([meanOf("shell-empty-strings"), meanOf("shell-extra-keys"), meanOf("shell-missing-keys")]).toEqual(
      [0.7, 0.7, 0],
    );
    const errors = findings.filter(
      ({ code, severity }) => code === "attack-succeeds" && severity === "error",
    );
    expect(errors.map(({ message }) => message.split(" earns")[0])).toEqual([
      "a very long answer that says nothing",
      "JSON with every field empty",
      "JSON with every field empty and fields that praise it",
    ]);
  });
});

describe("an answer that must be JSON", () => {
  const likeness = (input: string) => ({
    type: "text_similarity",
    evaluation_metric: "fuzzy_match",
    input,
    reference: "{{item.city}}",
  });
  const responseFormat = (place: JsonObject): JsonValue => ({
    type: "json_schema",
    schema: { type: "object", properties: { place } },
  });

  test.each<[string, JsonValue, JsonObject, string | undefined]>([
    ["is no plain text to be equal to", pair(text, "{{item.city}}"), {}, "takes a JSON object only"],
    ["nor to be like", likeness(text), {}, "takes a JSON object only"],
    ["may hold one", pair(text, "{{item.city}}", "like"), {}, undefined],
    [
      "holds what its schema lists",
      pair("{{sample.output_json.place}}", "{{item.city}}"),
      { enum: ["x"] },
      'takes one of "x"',
    ],
    [
      "holds what its schema's type allows",
      likeness("{{sample.output_json.place}}"),
      { type: "boolean" },
      "takes boolean",
    ],
  ])("%s", async (_, value, place, message) => {
    const { findings, gold } = await check(value, cities, {
      responseFormat: responseFormat(place),
      attacks: false,
    });
    expect(gold?.mean).toBe(message === undefined ? 1 : 0);
    expect(findings[0]?.message ?? "").toContain(message ?? "");
    expect(new Set(findings.map(({ code }) => code))).toEqual(
      new Set(message === undefined ? [] : ["gold-not-full-score"]),
    );
  });
});

describe("a gold template", () => {
  it("may be text where the grader reads JSON: it earns nothing, and no attack is made of it", async () => {
    const { gold, attacks, findings } = await check(
      pair("{{sample.output_json.place}}", "{{item.city}}"),
      cities,
      {
        gold: "{{item.city}}",
        responseFormat: { type: "json_object" },
      },
    );
    expect(gold).toMatchObject({ mean: 0, ceiling: 1 });
    expect(new Set(attacks?.map(({ kind }) => kind))).toEqual(new Set(["content-free"]));
    expect(findings[0]).toMatchObject({ code: "gold-not-full-score", line: 1 });
  });

  it("takes the place of the answer that the grader's comparisons ask for", async () => {
    const { gold, findings } = await check(pair(text, "{{item.city}}", "like"), cities, {
      gold: "It is {{item.city}}",
      attacks: false,
    });
    expect(gold).toMatchObject({ n: 12, mean: 1 });
    expect(findings).toEqual([]);
  });

  test.each([
    ["{{sample.output_text}}", "reads {{sample.output_text}}, the answer itself"],
    ["{{answer}}", "neither item nor sample"],
  ])("%s is refused", async (gold, message) => {
    await expect(check(pair(text, "{{item.city}}"), cities, { gold })).rejects.toThrow(message);
  });
});

/** Sorted by class: neighbours share their answer, and yet a guess is right only half the time. */
function twoClasses(count: number): JsonObject[] {
  return Array.from({ length: count }, (_, index) => ({
    messages: prompt("?"),
    city: index < count / 2 ? "yes" : "no",
  }));
}

function heldByPrompt(count: number): JsonObject[] {
  return cities.map((row, index) => ({ ...row, city: index < count ? `city${index}` : `town${index}` }));
}

describe("rows that lack what the grader reads", () => {
  it("are listed to twenty a reference, with the count on the last", async () => {
    const items = Array.from({ length: 30 }, (_, index) =>
      index === 0 ? { city: "x", land: "y" } : { town: "x" },
    );
    const { findings, ok, gold } = await check(pair(text, "{{item.city}} {{item.land.name}}"), items);
    expect(ok).toBe(false);
    expect(gold).toBeUndefined();
    expect(findings.map(({ line, pointer, count }) => `${line} ${pointer} ${count}`)).toEqual([
      "1 /land/name 1",
      ...Array.from({ length: 18 }, (_, index) => `${index + 2} /land 1`),
      "20 /land 30",
      ...Array.from({ length: 19 }, (_, index) => `${index + 2} /city 1`),
      "21 /city 29",
    ]);
    expect(findings.at(-1)?.message).toBe("{{item.city}} is missing in this row; it has town");
  });

  it("do not lack a null, and are not scored otherwise", async () => {
    const { findings, gold, attacks } = await check(pair(text, "{{item.city}}"), [
      { city: null },
      { town: 1 },
      { city: "x" },
    ]);
    expect(findings.filter(({ code }) => code !== "too-strict").map(({ line }) => line)).toEqual([2]);
    expect(gold).toEqual({ n: 2, mean: 1, min: 1, ceiling: 1 });
    expect(attacks?.[0]).toMatchObject({ n: 2, example: { line: 1 } });
  });

  it("may be asked for their messages, with one warning", async () => {
    const { findings, ok } = await check(pair(text, "{{item.messages[0].content}}"));
    expect(findings.map(({ code, severity, file, line }) => ({ code, severity, file, line }))).toEqual([
      { code: "template-unresolved", severity: "warning", file: "train.jsonl", line: undefined },
      { code: "attack-succeeds", severity: "error", file: undefined, line: undefined },
      { code: "too-strict", severity: "warning", file: undefined, line: undefined },
    ]);
    expect(ok).toBe(false);
  });
});

describe("gold", () => {
  it("is measured against what the grader gives a reference itself", async () => {
    const value = {
      type: "multi",
      graders: { a: pair(text, "{{item.city}}"), b: pair(text, "{{item.city}}", "like") },
      calculate_output: "0.5 * a + 0.3 * b",
    };
    const { gold, findings } = await check(value, cities, { attacks: false });
    expect(gold).toEqual({ n: 12, mean: 0.8, min: 0.8, ceiling: 0.8 });
    expect(findings.map(({ code }) => code)).toEqual(["gold-ceiling-below-one"]);
  });

  it("shows a formula that has no value for the right answer", async () => {
    const value = {
      type: "multi",
      graders: { a: pair(text, "{{item.city}}") },
      calculate_output: "1 / (1 - a)",
    };
    const { findings } = await check(value);
    const [formula, gold] = findings;
    expect(formula).toMatchObject({ code: "score-out-of-range", severity: "warning" });
    expect(formula?.message).toContain("has no value where a is 1: 1 / 0 has no finite real value");
    expect(gold).toMatchObject({ code: "gold-not-full-score", file: "train.jsonl", line: 1 });
    expect(gold?.message).toContain("1 / 0 has no finite real value");
  });
});

describe("the response format", () => {
  const grader = pair("{{sample.output_json.place.list[0].name}}", "{{item.city}}");
  const schema = (place: JsonObject, more: JsonObject = {}) => ({
    type: "object",
    properties: { place },
    ...more,
  });
  const list = (items: JsonValue) => ({ type: "object", properties: { list: { type: "array", items } } });
  const named = { type: "object", properties: { name: { type: "string" } } };

  test.each<[string, JsonValue, boolean | string]>([
    ["flat", { type: "json_schema", name: "n", schema: schema(list(named)) }, true],
    ["nested", { type: "json_schema", json_schema: { name: "n", schema: schema(list(named)) } }, true],
    ["text", { type: "text" }, "output-json-without-schema"],
    ["any object", { type: "json_schema", schema: { type: "object" } }, true],
    [
      "an open object",
      { type: "json_schema", schema: { type: "object", properties: {}, additionalProperties: true } },
      true,
    ],
    [
      "a reference",
      { type: "json_schema", schema: schema(list({ $ref: "#/$defs/n" }), { $defs: { n: named } }) },
      true,
    ],
    ["a recursive reference", { type: "json_schema", schema: schema({ $ref: "#/properties/place" }) }, false],
    ["one of two", { type: "json_schema", schema: schema({ anyOf: [{ type: "null" }, list(named)] }) }, true],
    [
      "none of two",
      { type: "json_schema", schema: schema({ anyOf: [{ type: "null" }, { type: "string" }] }) },
      false,
    ],
    [
      "no such property",
      { type: "json_schema", schema: schema(list({ type: "object", properties: { nom: {} } })) },
      false,
    ],
    [
      "no array",
      { type: "json_schema", schema: schema({ type: "object", properties: { list: named } }) },
      false,
    ],
    [
      "a tuple",
      { type: "json_schema", schema: schema({ properties: { list: { prefixItems: [named] } } }) },
      true,
    ],
  ])("%s", async (_, responseFormat, expected) => {
    const { findings } = await check(grader, [], { responseFormat });
    const code = expected === false ? "output-path-not-in-schema" : expected;
    expect(findings.map((finding) => finding.code)).toEqual(code === true ? [] : [code]);
  });
});

it("stops where it is told to", async () => {
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(check(pair(text, "{{item.city}}"), cities, { signal })).rejects.toThrow("enough");
});

it("refuses an unclosed brace, which would be text, the same for every row", async () => {
  const { findings } = await check(pair(text, "{{item.city"));
  expect(findings.map(({ code, severity }) => `${severity} ${code}`)).toEqual(["error template-syntax"]);
});

it("checks no rows for a grader that cannot be read", async () => {
  const { findings, ...rest } = await check(pair("{{oops}}", "{{item.town}}"));
  expect(findings.map(({ code }) => code)).toEqual(["template-syntax"]);
  expect(rest).toEqual({ ok: false, executed: [], static: [] });
});

const dataSets = "../shared/data/datasets/";

describe.skipIf(!existsSync(dataSets))("public graders (skipped where ../shared/data is absent)", () => {
  const read = (path: string) => readFileSync(dataSets + path, "utf8");
  const rows = (path: string) =>
    rowsOf(
      read(path)
        .trimEnd()
        .split("\n")
        .map((line) => parseJson(line) as JsonObject),
      path,
    );

  it("countdown's judge reads what its rows have", async () => {
    const result = await checkGrader({
      grader: loadGrader(parseJson(read("countdown/grader_config_aoai.json")), newestRules),
      rules: newestRules,
      rows: rows("countdown/countdown_train_100.jsonl"),
      responseFormat: parseJson(read("countdown/response_schema.json")),
    });
    expect(result).toMatchObject({ ok: true, static: ["score_model"] });
    expect(result.findings.map(({ code, severity, pointer }) => `${severity} ${code} ${pointer}`)).toEqual([
      "warning judge-reply-not-numeric /input/0/content",
      "note judge-without-examples /input",
      "warning score-out-of-range /range",
    ]);
  });

  it("the foundry sample's grader reads a field that no row has", async () => {
    const job: unknown = parse(read("foundry_samples/sample_finetuning_rft.yaml"));
    const value = (job as { method: { reinforcement: { grader: JsonValue } } }).method.reinforcement.grader;
    const { findings } = await checkGrader({
      grader: loadGrader(value, newestRules),
      rules: newestRules,
      rows: rows("foundry_samples/rft_training_set.jsonl"),
    });
    expect(new Set(findings.map(({ code, pointer }) => `${code} ${pointer}`))).toEqual(
      new Set(["template-unresolved /target"]),
    );
    expect(findings.at(-1)?.count).toBe(100);
  });
});
