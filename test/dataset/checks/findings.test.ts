import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import type { DataFile } from "#dataset/read/source.js";
import { type ValidateOptions, validateFiles } from "#dataset/validate/validate.js";
import { type Finding, type FindingCode, findingCodes } from "#finding.js";
import { newestRules } from "#rules/select-rules.js";
import { jsonLines, streamOf, streamed, validateBytes } from "#test/support/bytes.js";

const folder = resolve("fixtures/data");

/** What is expected of a finding: its severity and its place; the words are free to get better. */
type Expected = [code: FindingCode, severity: Finding["severity"], place?: Partial<Finding>];

/** Fixtures of twelve rows also hear that a hundred would be better; that is said once, below. */
const cases: [fixture: string, ...expected: Expected[]][] = [
  ["good"],
  ["good-tool-calls"],
  ["carriage-returns"],
  ["no-last-newline"],
  ["blank-line", ["blank-line", "warning", { line: 5 }], ["blank-line", "warning", { line: 14, count: 2 }]],
  ["byte-order-mark", ["byte-order-mark", "note", { line: 1 }]],
  ["empty-file", ["empty-file", "error"]],
  [
    "invalid-json",
    ["invalid-json", "error", { line: 4, column: 82 }],
    ["invalid-json", "error", { line: 7, column: 61, count: 2 }],
  ],
  ["cut-first-row", ["invalid-json", "error", { line: 1, column: 15 }]],
  ["invalid-utf8", ["invalid-utf8", "error", { line: 4, column: 73 }]],
  ["array-with-a-row-a-line", ["json-not-jsonl", "error", { line: 1 }]],
  ["pretty-printed-array", ["json-not-jsonl", "error", { line: 1 }]],
  ["pretty-printed-objects", ["json-not-jsonl", "error", { line: 1 }]],
  ["not-an-object", ["not-an-object", "error", { line: 4 }]],
  ["not-text", ["not-text", "error"]],
  ["not-utf8", ["not-utf8", "error"]],
  ["too-few-examples", ["too-few-examples", "warning"]],
  ["content-blank", ["content-blank", "warning", { line: 4, pointer: "/messages/0/content" }]],
  ["content-missing", ["content-missing", "error", { line: 4, pointer: "/messages/0/content" }]],
  ["content-not-text", ["content-not-text", "error", { line: 4, pointer: "/messages/0/content" }]],
  ["content-part-not-text", ["content-not-text", "error", { line: 4, pointer: "/messages/0/content/1" }]],
  ["multimodal-content", ["multimodal-content", "error", { line: 4, pointer: "/messages/0/content/1/type" }]],
  ["field-missing", ["field-missing", "warning", { line: 4, pointer: "/legs" }]],
  ["field-null", ["field-null", "warning", { line: 4, pointer: "/legs" }]],
  ["assistant-last", ["last-message-not-user", "error", { line: 4, pointer: "/messages/1/role" }]],
  ["message-not-object", ["message-not-object", "error", { line: 4, pointer: "/messages/0" }]],
  ["messages-as-text", ["messages-not-array", "error", { line: 4, pointer: "/messages" }]],
  ["messages-empty", ["messages-empty", "error", { line: 4, pointer: "/messages" }]],
  ["messages-missing", ["messages-missing", "error", { line: 4 }]],
  ["no-user-message", ["no-user-message", "error", { line: 4, pointer: "/messages" }]],
  ["role-missing", ["role-missing", "error", { line: 4, pointer: "/messages/0/role" }]],
  ["role-unknown", ["role-unknown", "error", { line: 4, pointer: "/messages/0/role" }]],
  ["system-message", ["system-message", "error", { line: 4, pointer: "/messages/0/role" }]],
  [
    "tool-call-arguments-as-object",
    ["tool-call-invalid", "error", { line: 4, pointer: "/messages/1/tool_calls/0/function/arguments" }],
  ],
  [
    "tool-answer-without-call",
    ["tool-call-invalid", "error", { line: 4, pointer: "/messages/1/tool_call_id" }],
  ],
  ["tools-invalid", ["tools-invalid", "error", { line: 4, pointer: "/tools/0/function" }]],
  ["duplicate-key", ["duplicate-key", "error", { line: 4, pointer: "/legs" }]],
  ["lone-surrogate", ["lone-surrogate", "warning", { line: 4, pointer: "/legs" }]],
  [
    "response-format-invalid",
    [
      "response-format-invalid",
      "error",
      { line: 4, pointer: "/response_format/json_schema/schema/properties/legs/type" },
    ],
  ],
  ["field-empty", ["field-empty", "warning", { line: 4, pointer: "/legs" }]],
  ["field-type-drift", ["field-type-drift", "warning", { line: 4, pointer: "/legs" }]],
  ["reserved-field", ...everyRow("reserved-field", "warning", "/sample")],
  ["duplicate-example", ["duplicate-example", "warning", { line: 8 }]],
  ["conflicting-references", ["conflicting-references", "warning", { line: 8, pointer: "/messages" }]],
  ["constant-reference", ["constant-reference", "warning"]],
  ["class-imbalance", ["class-imbalance", "warning"]],
  ["answer-in-prompt", ["answer-in-prompt", "warning", { line: 1, pointer: "/legs" }]],
  ["answer-among-options", ["answer-in-prompt", "note", { line: 1, pointer: "/label" }]],
  ["format-not-in-prompt", ["format-not-in-prompt", "note"]],
  ["secret-in-data", ["secret-in-data", "warning", { line: 4, pointer: "/messages/0/content" }]],
  ["risky-phrase", ["risky-phrase", "note", { line: 4 }]],
  ["tools-differ", ["tools-differ", "warning", { line: 4, pointer: "/tools" }]],
  ["near-duplicate-example", ["near-duplicate-example", "note", { line: 8, pointer: "/messages" }]],
  [
    "validation-leak",
    ["validation-leak", "error", { line: 4, pointer: "/messages" }],
    ["validation-leak", "warning", { line: 6, pointer: "/messages", count: 2 }],
  ],
  ["no-reference-field", ...everyRow("no-reference-field", "warning")],
  ["evals-format", ...everyRow("messages-missing", "error")],
];

function everyRow(code: FindingCode, severity: Finding["severity"], pointer?: string): Expected[] {
  return Array.from({ length: 12 }, (_, index) => [
    code,
    severity,
    { line: index + 1, count: index === 11 ? 12 : 1, ...(pointer !== undefined && { pointer }) },
  ]);
}

async function validateFixture(name: string, options: Partial<ValidateOptions> = {}) {
  const file = (fixture: string, role: DataFile["role"]): DataFile => ({
    path: `${fixture}.jsonl`,
    absolutePath: join(folder, `${fixture}.jsonl`),
    role,
  });
  // A leak is one from a training file, which is a good one.
  const files =
    name === "validation-leak"
      ? [file("good", "training"), file(name, "validation")]
      : [file(name, "training")];
  return validateFiles(files, { rules: newestRules, nearDuplicates: true, ...options });
}

function placed(findings: readonly Finding[]) {
  return findings
    .filter((finding) => finding.code !== "small-data-set")
    .map(({ message: _message, help: _help, ...rest }) => rest);
}

describe("each fixture", () => {
  it.each(cases)("%s is found to have its trouble and no other", async (name, ...expected) => {
    const { findings, ok, summary } = await validateFixture(name);
    expect(placed(findings)).toEqual(
      expected.map(([code, severity, place]) => ({
        code,
        severity,
        file: `${name}.jsonl`,
        count: 1,
        ...place,
      })),
    );
    const errors = expected.filter(([, severity]) => severity === "error").length;
    expect({ ok, errors: summary.errors }).toEqual({ ok: errors === 0, errors });
    for (const { message, help } of findings) {
      expect(message).toMatch(/[^.]$/);
      expect(help).toMatch(/\S/);
    }
  });

  it("is in the table", () => {
    const names = readdirSync(folder).filter((name) => name.endsWith(".jsonl"));
    expect(cases.map(([name]) => `${name}.jsonl`).toSorted()).toEqual(names.toSorted());
  });
});

const goodRow = (ants: number) => ({
  messages: [{ role: "user", content: `How many legs have ${ants} ants?` }],
  legs: String(6 * ants),
});
const goodRows = (count: number, from = 1) =>
  jsonLines(Array.from({ length: count }, (_, index) => goodRow(index + from)));

/** A file with one prompt of so many tokens: more would need a fixture of a megabyte. */
function validatePrompt(tokens: number, options: Partial<ValidateOptions> = {}) {
  const row = { messages: [{ role: "user", content: " the".repeat(tokens) }], legs: "6" };
  return validateBytes(jsonLines([row]), { tokens: "auto", ...options });
}

/** Codes that no small file can show: the trouble is the size, or the file is not there. */
const large: [FindingCode, Finding["severity"], () => ReturnType<typeof validateBytes>][] = [
  ["small-data-set", "note", () => validateFixture("good")],
  [
    "too-many-examples",
    "error",
    () => {
      const stdin = streamOf(
        ...Array.from({ length: 10 }, (_, tenth) => goodRows(5_000, tenth * 5_000)),
        goodRows(1, 50_000),
      );
      return validateFiles([streamed()], { rules: newestRules, stdin });
    },
  ],
  [
    "file-too-large",
    "error",
    () =>
      validateFixture("good", {
        rules: { ...newestRules, fileBytes: { ...newestRules.fileBytes, value: 1528 } },
      }),
  ],
  [
    "file-large",
    "warning",
    () => {
      const reliableFileBytes = { ...newestRules.reliableFileBytes, value: 1528 };
      return validateFixture("good", { rules: { ...newestRules, reliableFileBytes } });
    },
  ],
  ["prompt-too-long", "error", () => validatePrompt(200_001)],
  ["prompt-too-long", "warning", () => validatePrompt(100_001)],
  [
    "unreadable-file",
    "error",
    () => {
      const file = (name: string): DataFile => ({
        path: name,
        absolutePath: join(folder, name),
        role: "training",
      });
      return validateFiles([file("gone.jsonl"), file("good.jsonl")], { rules: newestRules });
    },
  ],
];

describe("a whole file", () => {
  it.each(large)("can be %s", async (code, severity, validate) => {
    const { findings } = await validate();
    expect(findings.filter((finding) => finding.code === code)).toMatchObject([{ severity, count: 1 }]);
    expect(findings.filter((finding) => finding.severity === "error" && finding.code !== code)).toEqual([]);
  });

  it("may hold exactly as many rows and bytes as the rules say", async () => {
    const rows = goodRows(1_000);
    const rules = { ...newestRules, fileBytes: { ...newestRules.fileBytes, value: rows.length } };
    expect((await validateBytes(rows, { role: "validation", rules })).findings).toEqual([]);
    const more = await validateBytes(rows + goodRows(1, 1_001), { role: "validation", rules });
    expect(more.findings.map((finding) => finding.code)).toEqual(["file-too-large", "too-many-examples"]);
  });
});

describe("the length of a prompt", () => {
  it.each<[string, number, Partial<ValidateOptions>, string[]]>([
    ["half of the context", 100_000, {}, []],
    ["the whole context", 200_000, {}, ["warning"]],
    ["more, with an estimate", 200_001, { tokens: "estimate" }, ["error"]],
    ["more, with no count", 200_001, { tokens: "off" }, []],
    ["more, for a fine-tuned model", 200_001, { model: "o4-mini-2025-04-16.ft-0123" }, ["error"]],
    ["more, for a model whose context is not published", 200_001, { model: "gpt-5" }, []],
    ["more, for a model that nobody knows", 200_001, { model: "gpt-6" }, []],
  ])("of %s", async (_, tokens, options, severities) => {
    const { findings, files } = await validatePrompt(tokens, options);
    const found = findings.filter(({ code }) => code === "prompt-too-long");
    expect(found.map(({ severity }) => severity)).toEqual(severities);
    for (const { message, line, pointer } of found) {
      expect({ message, line, pointer }).toEqual({
        message: expect.stringContaining(`the prompt has ${tokens} tokens`),
        line: 1,
        pointer: "/messages",
      });
    }
    expect(files[0]?.tokens?.total).toBe(options.tokens === "off" ? undefined : tokens);
  });
});

describe("the codes of data files and rows", () => {
  // Those before the first code of a grader in the closed list.
  const codes = findingCodes.slice(0, findingCodes.indexOf("attack-succeeds"));
  const shown = new Set([
    ...cases.flatMap(([, ...expected]) => expected.map(([code]) => code)),
    ...large.map(([code]) => code),
  ]);

  it.each(codes)("%s has a fixture or a case above", (code) => {
    expect(shown).toContain(code);
  });

  it.each(codes)("%s has a page with its four parts", (code) => {
    const page = readFileSync(`docs/findings/${code}.md`, "utf8");
    expect(page.split("\n").filter((line) => line.startsWith("#"))).toEqual([
      `# ${code}`,
      "## Definition",
      "## Why it costs",
      "## The service's own words",
      "## How to fix",
    ]);
  });
});
