import { describe, expect, it } from "vitest";
import type { RowReference } from "#dataset/row/references.js";
import { findResponseFormatFault } from "#dataset/response-format/response-format-faults.js";
import { findSecret } from "#words/find-secret.js";
import type { ValidateOptions } from "#dataset/validate/validate.js";
import { jsonLines, validateBytes } from "#test/support/bytes.js";

/** Rows that ask different things. */
function rows(...fields: readonly object[]): string {
  return jsonLines(
    fields.map((field, index) => ({
      messages: [{ role: "user", content: `How many legs have ${index + 1} ants?` }],
      ...field,
    })),
  );
}

const sizes = new Set(["too-few-examples", "small-data-set"]);

async function findingsOf(text: string, options: Partial<ValidateOptions> = {}) {
  const { findings } = await validateBytes(text, options);
  return findings.filter(({ code }) => !sizes.has(code));
}

async function codesOf(text: string, options: Partial<ValidateOptions> = {}) {
  return (await findingsOf(text, options)).map(({ code, severity, line }) => [code, severity, line]);
}

function reference(...path: (string | number)[]): RowReference {
  return { text: `item.${path.join(".")}`, path, compared: true };
}

describe("a key that stands twice", () => {
  const asked = '"messages":[{"role":"user","content":"x"}]';
  it.each([
    ["at the top", `{${asked},"a":1,"a":1}`, "/a"],
    ["with a blank before the colon", `{${asked},"a" :1, "a"\t:1}`, "/a"],
    ["deep inside", `{${asked},"a":[{"b":1},{"c":{"d/e":1,"d/e":2}}]}`, "/a/1/c/d~1e"],
    ["written in two ways", `{${asked},"\\u00e9":1,"é":2}`, "/é"],
    [
      "in a message",
      '{"a":1,"messages":[{"role":"system","role":"user","content":"x"}]}',
      "/messages/0/role",
    ],
    ["named __proto__", `{${asked},"__proto__":1,"__proto__":2}`, "/__proto__"],
    ["behind quotes and colons in a text", `{${asked},"a":": \\" : \\":","b" : 1,"b":2}`, "/b"],
    ["behind escaped quotes", `{${asked},"a":"\\"b\\":\\\\","b":1,"b":2}`, "/b"],
  ])("is found %s", async (_, line, pointer) => {
    const found = await findingsOf(`${line}\n`);
    expect(found.map(({ code, pointer: at }) => [code, at])).toContainEqual(["duplicate-key", pointer]);
  });

  it.each([
    `{${asked},"a":{"b":1},"c":{"b":1}}`,
    `{${asked},"a":"b","b":"\\"a\\":1,\\"a\\":2"}`,
    `{${asked},"a":["x:","y\\\\"],"b":""}`,
    `{${asked},"a" : "say \\"b\\" : c", "b"\t:1}`,
  ])("is not seen in %s", async (line) => {
    expect((await findingsOf(`${line}\n`)).map(({ code }) => code)).not.toContain("duplicate-key");
  });
});

describe("values of a field", () => {
  it.each<[string, object[], RowReference[], unknown[]]>([
    ["empty in one row", [{ a: "1" }, { a: " " }], [], [["field-empty", "warning", 2]]],
    ["empty everywhere", [{ a: "" }, { a: "\n" }], [], []],
    ["empty where the grader reads", [{ a: "" }], [reference("a")], [["field-empty", "error", 1]]],
    ["an empty list", [{ a: ["x"] }, { a: [] }], [], []],
    ["a number among texts", [{ a: "1" }, { a: 2 }, { a: "3" }], [], [["field-type-drift", "warning", 2]]],
    ["null among texts is one fact", [{ a: "1" }, { a: null }], [], [["field-null", "warning", 2]]],
    [
      "a number among texts the grader reads",
      [{ a: "1" }, { a: 2 }, { a: "3" }],
      [reference("a")],
      [["field-type-drift", "warning", 2]],
    ],
    [
      "a list among texts the grader reads",
      [{ a: "1" }, { a: ["2"] }, { a: "3" }],
      [reference("a")],
      [["field-type-drift", "error", 2]],
    ],
    [
      "a text among lists the grader reads",
      [{ a: { x: [1] } }, { a: { x: "2" } }, { a: { x: [3] } }],
      [reference("a", "x")],
      [["field-type-drift", "error", 2]],
    ],
  ])("%s", async (_, fields, references, expected) => {
    expect(await codesOf(rows(...fields), { references })).toEqual(expected);
  });
});

describe("rows of a file", () => {
  const ask = (content: string, rest: object) => ({ messages: [{ role: "user", content }], ...rest });
  it.each<[string, object[], unknown[]]>([
    [
      "the same, in another order",
      [
        ask("q", { a: "1", b: { c: 1, d: 2 } }),
        { b: { d: 2, c: 1 }, a: "1", messages: [{ content: "q", role: "user" }] },
      ],
      [["duplicate-example", "warning", 2]],
    ],
    ["of another id", [ask("q", { a: "1", id: 1 }), ask("q", { a: "1", id: 2 })], []],
    [
      "of another answer",
      [ask("q", { answer: "1", id: 1 }), ask("q", { answer: "2", id: 2 })],
      [["conflicting-references", "warning", 2]],
    ],
    [
      "of another answer in a field of any name",
      [ask("q", { x: "1", y: 1 }), ask("q", { x: "2", y: 1 })],
      [["conflicting-references", "warning", 2]],
    ],
    [
      "of another note beside the answer",
      [ask("q", { answer: "1", note: "m" }), ask("q", { answer: "1", note: "n" })],
      [],
    ],
    [
      "a conflict that is repeated",
      [ask("q", { a: "1" }), ask("q", { a: "2" }), ask("q", { a: "2" })],
      [
        ["conflicting-references", "warning", 2],
        ["duplicate-example", "warning", 3],
      ],
    ],
    [
      "of another role",
      [
        ask("q", { a: "1" }),
        {
          messages: [
            { role: "developer", content: "q" },
            { role: "user", content: "q" },
          ],
          a: "2",
        },
      ],
      [],
    ],
  ])("%s", async (_, list, expected) => {
    expect(await codesOf(jsonLines(list))).toEqual(expected);
  });

  it("compares what the grader compares with, where there is one", async () => {
    const list = [ask("q", { answer: "1", city: "Rome" }), ask("q", { answer: "2", city: "Rome" })];
    expect(await codesOf(jsonLines(list), { references: [reference("city")] })).toEqual([]);
    expect(await codesOf(jsonLines(list), { references: [reference("answer")] })).toEqual([
      ["conflicting-references", "warning", 2],
    ]);
  });

  it("counts matches that are not listed", async () => {
    const same = Array.from({ length: 30 }, () => ask("q", { a: "1" }));
    const { findings, summary } = await validateBytes(jsonLines(same), { maxFindings: 2 });
    const repeated = findings.filter(({ code }) => code === "duplicate-example");
    expect(repeated.map(({ line, count }) => [line, count])).toEqual([
      [2, 1],
      [3, 29],
    ]);
    expect(summary.warnings).toBe(29 + 1); // and one reference everywhere
  });
});

describe("the balance of references", () => {
  const labels = (yes: number, no: number) =>
    rows(...Array.from({ length: yes + no }, (_, index) => ({ label: index < yes ? "yes" : "no" })));

  it.each([
    [8, 2, ["class-imbalance"]],
    [7, 3, []],
    [10, 0, ["constant-reference"]],
    [9, 0, []],
  ])("%s to %s gives %j", async (yes, no, expected) => {
    expect((await findingsOf(labels(yes, no))).map(({ code }) => code)).toEqual(expected);
  });

  it("is what a guess earns with the grader, where one can be asked", async () => {
    const options = { references: [reference("label")], scoreGuess: () => 0.9 };
    const [found] = await findingsOf(labels(5, 5), options);
    expect(found).toMatchObject({ code: "class-imbalance", severity: "warning" });
    expect(found?.message).toContain('a guess of "yes" everywhere would score 0.9 on average');
    // "no" pays where "yes" does not.
    const best = await findingsOf(labels(6, 4), {
      references: [reference("label")],
      scoreGuess: (_asked, answered) => (answered["label"] === "no" ? 0.85 : 0.1),
    });
    expect(best[0]?.message).toContain("would score 0.1 on average, another constant guess 0.85");
  });

  it("looks at all that the grader compares with, and at nothing beside it", async () => {
    const text = rows(...Array.from({ length: 10 }, (_, a) => ({ a, unit: "m", task: "sum" })));
    expect(await codesOf(text)).toEqual([]);
    expect(await codesOf(text, { references: [reference("a"), reference("unit")] })).toEqual([]);
    expect((await findingsOf(text, { references: [reference("unit")] })).map(({ code }) => code)).toEqual([
      "constant-reference",
    ]);
  });
});

describe("an answer that stands in the prompt", () => {
  const told = (n: number, of: number) =>
    jsonLines(
      Array.from({ length: of }, (_, index) => ({
        messages: [{ role: "user", content: `Row ${index}${index < n ? `, by the way größe${index}` : ""}` }],
        answer: `größe${index}`,
      })),
    );

  it.each([
    [6, ["answer-in-prompt"]],
    [5, []],
  ])("in %s of 10 rows gives %j", async (n, expected) => {
    expect((await findingsOf(told(n, 10))).map(({ code }) => code)).toEqual(expected);
  });
});

describe("a response format", () => {
  const schema = {
    type: "object",
    properties: { a: { type: "string" } },
    required: ["a"],
    additionalProperties: false,
  };
  const format = (changed: object, strict = true) => ({
    type: "json_schema",
    json_schema: { name: "n", strict, schema: { ...schema, ...changed } },
  });
  it.each<[string, unknown, string | undefined]>([
    ["text", { type: "text" }, undefined],
    ["nested", format({}), undefined],
    ["flat, as the page of May 2025 has it", { type: "json_schema", name: "n", schema }, undefined],
    ["no object", "json_object", ""],
    ["a type misspelt", { type: "json_scheme" }, "/type"],
    ["no schema at all", { type: "json_schema" }, ""],
    ["no name", { type: "json_schema", json_schema: { schema } }, "/json_schema/name"],
    [
      "a type that does not exist",
      format({ properties: { a: { type: "str" } } }),
      "/json_schema/schema/properties/a/type",
    ],
    ["a property too much in required", format({ required: ["a", "b"] }), "/json_schema/schema/required"],
    ["an optional property", format({ required: [] }), "/json_schema/schema/required"],
    ["an optional property, not strict", format({ required: [] }, false), undefined],
    ["an open object", format({ additionalProperties: true }), "/json_schema/schema"],
    [
      "allOf",
      format({ properties: { a: { allOf: [{ type: "string" }] } } }),
      "/json_schema/schema/properties/a/allOf",
    ],
    ["a root that is a list", format({ type: "array" }), "/json_schema/schema/type"],
    [
      "a broken schema in a list",
      format({ properties: { a: { type: "array", items: "string" } } }),
      "/json_schema/schema/properties/a/items",
    ],
    ["a broken definition", format({ $defs: { x: { enum: [] } } }), "/json_schema/schema/$defs/x/enum"],
    [
      "a property named like a keyword",
      format({ properties: { a: { type: "string" }, type: { type: "string" } }, required: ["a", "type"] }),
      undefined,
    ],
  ])("%s", (_, value, pointer) => {
    expect(findResponseFormatFault(value as never)?.pointer).toBe(pointer);
  });

  it("is to be named by the prompts, by its fields or as JSON", async () => {
    const responseFormat = format({});
    const ask = (content: string) => jsonLines([{ messages: [{ role: "user", content }], x: "1" }]);
    expect(await codesOf(ask("How many?"), { responseFormat })).toEqual([
      ["format-not-in-prompt", "note", undefined],
    ]);
    expect(await codesOf(ask("Answer in JSON."), { responseFormat })).toEqual([]);
    expect(await codesOf(ask("Give a and b."), { responseFormat })).toEqual([]);
    expect(await codesOf(ask("How many?"), { responseFormat: { type: "text" } })).toEqual([]);
  });
});

// Put together here, so that nobody's scanner takes this file for a leak.
const key = (begin: string, length: number) => begin + "a1B2c3D4e5".repeat(20).slice(0, length);

describe("a secret", () => {
  it.each([
    ["a GitHub token", key("ghp_", 36)],
    ["an AWS access key id", ["AKIA", "ABCDEFGH12345678"].join("")],
    ["an OpenAI or Anthropic key", key("sk-", 40)],
    ["an OpenAI or Anthropic key", key("sk-proj-", 60)],
    ["an Azure storage or service bus key", `DefaultEndpointsProtocol=https;AccountKey=${key("", 86)}==;x`],
    ["a shared access signature", `https://x.blob.core.windows.net/c?sv=2024&sig=${key("", 43)}%3D`],
    ["a private key", `-----BEGIN RSA PRIVATE KEY-----\n${key("", 64)}`],
    ["a JSON web token", `${key("eyJ", 20)}.${key("eyJ", 30)}.${key("", 43)}`],
    ["a connection string with a password", "postgres://admin:hunter2hunter2@db.example.com/x"],
    ["a GitHub token", key("github_pat_", 60)],
    ["an AWS access key id", ["ASIA", "ABCDEFGH12345678"].join("")],
    ["an Azure storage or service bus key", `Endpoint=sb://x/;SharedAccessKey=${key("", 43)}=`],
    ["a shared access signature", "SharedAccessSignature sr=sb%3A%2F%2Fx.servicebus.windows.net"],
    ["an Azure AI key", `${key("", 52)}${key("JQQJ99", 22)}`],
    ["an Azure AI key", `${key("", 52)}${key("AZOA", 24)}`],
    ["a GitLab token", key("glpat-", 20)],
    ["a Slack token", key("xoxb-", 30)],
    ["a Google API key", key("AIza", 35)],
    ["a Hugging Face token", key("hf_", 34)],
    ["an npm token", key("npm_", 36)],
    ["a Stripe key", key("sk_live_", 24)],
  ])("is told to be %s", async (kind, secret) => {
    expect(findSecret(secret)).toBe(kind);
    for (const place of [secret, `Use ${secret} to log in.`, `日本${secret}日本`, `line\n${secret}`]) {
      const found = await findingsOf(rows({ answer: "1" }, { answer: place }));
      expect(found.map(({ code, line, pointer }) => [code, line, pointer])).toContainEqual([
        "secret-in-data",
        2,
        "/answer",
      ]);
      expect(JSON.stringify(found)).not.toContain(secret);
    }
  });

  it.each([
    "https://learn.microsoft.com/azure/ai-services/openai/how-to/reinforcement-fine-tuning",
    "sk-learn-and-scikit-learn-are-the-same-package",
    "task-oriented_dialogue_systems_are_a_research_area",
    "x".repeat(500),
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ",
    "postgres://user:password@localhost".replace("password", "$PASS"),
  ])("is not %s", (text) => {
    expect(findSecret(text)).toBeUndefined();
  });
});

describe("a secret in a run of many characters", () => {
  const blob = "QUJDREVGR0hJSktM/".repeat(6_000);
  const token = `/${key("ghp_", 36)}/`;
  it.each([
    ["at its beginning", `${token}${blob}`, "a GitHub token"],
    ["at its end", `${blob}${token}`, "a GitHub token"],
    ["behind it", `${blob} ${token}`, "a GitHub token"],
    ["in its middle, where it is chance,", `${blob}${token}${blob}`, undefined],
  ])("%s", (_, text, kind) => {
    expect(findSecret(text)).toBe(kind);
  });
});

describe("a phrase that the service may block", () => {
  it.each([
    "Think step-by-step.",
    "EXPLAIN YOUR REASONING",
    "ein é, then let me think",
    "x".repeat(99) + "chain of thought",
  ])("is found in %s", async (content) => {
    const text = jsonLines([{ messages: [{ role: "user", content }], a: "1" }]);
    expect(await codesOf(text)).toEqual([["risky-phrase", "note", 1]]);
  });

  it.each(["Think of a number.", "chain of thoroughfares", "let me thank you", "step by step"])(
    "is not %s",
    async (content) => {
      expect(await codesOf(jsonLines([{ messages: [{ role: "user", content }], a: "1" }]))).toEqual([]);
    },
  );
});
