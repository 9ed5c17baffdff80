import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ConvertFileOptions, convertFile } from "#dataset/convert/convert-file.js";
import type { DataFile } from "#dataset/read/source.js";
import { RftError } from "#errors.js";
import { validateFiles } from "#dataset/validate/validate.js";
import { newestRules } from "#rules/select-rules.js";
import { jsonLines, streamOf } from "#test/support/bytes.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rft-convert-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const fixtures = resolve("fixtures/convert");

/** Converts bytes that come in through a stream; gives the report and the lines written. */
async function convert(
  bytes: string | Uint8Array | readonly Uint8Array[],
  { path = "-", ...options }: Partial<ConvertFileOptions> & { path?: string } = {},
) {
  const chunks = Array.isArray(bytes) ? (bytes as Uint8Array[]) : [bytes as string | Uint8Array];
  const file: DataFile = { path, absolutePath: "-", role: "training", stdin: true };
  const absolutePath = join(folder, "out.jsonl");
  const report = await convertFile(
    file,
    { path: "out.jsonl", absolutePath, force: true },
    { system: "user", rules: newestRules, stdin: streamOf(...chunks), ...options },
  );
  const text = report.output === null ? "" : readFileSync(absolutePath, "utf8");
  return {
    ...report,
    text,
    items: text
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as unknown),
  };
}

async function errorsOf(text: string): Promise<string[]> {
  const path = join(folder, "check.jsonl");
  writeFileSync(path, text);
  const file: DataFile = { path, absolutePath: path, role: "training" };
  const { findings } = await validateFiles([file], { rules: newestRules });
  return findings.filter(({ severity }) => severity === "error").map(({ message }) => message);
}

const left = (report: { leftOut: { lines: number[]; reason: string }[] }) =>
  report.leftOut.map(({ lines, reason }) => `${lines.join(",")}: ${reason}`);

describe("the fixtures", () => {
  it.each([
    ["supervised.jsonl", "json-lines", 5, 3],
    ["preference.jsonl", "json-lines", 2, 2],
    ["answers.csv", "csv", 3, 2],
    ["records.json", "json", 2, 2],
    ["evals.jsonl", "json-lines", 2, 2],
  ])("%s (%s): of %i rows %i are written, and pass validate-data", async (name, format, rows, written) => {
    const report = await convert(readFileSync(join(fixtures, name)), {
      path: name,
      ...(name === "evals.jsonl" && { prompt: "animal", reference: "legs" }),
    });
    expect(report).toMatchObject({ input: name, format, rows, written });
    expect(report.items).toHaveLength(written);
    expect(report.leftOut.reduce((sum, { count }) => sum + count, 0)).toBe(rows - written);
    expect(await errorsOf(report.text)).toEqual([]);
  });

  it("are all in the table", () => {
    const names = ["answers.csv", "evals.jsonl", "legs.jsonl", "preference.jsonl", "records.json"];
    expect(readdirSync(fixtures).toSorted()).toEqual([...names, "supervised.jsonl"]);
  });
});

describe("JSON", () => {
  it("rows that need no change keep their bytes", async () => {
    const row =
      '{ "messages" : [{"role":"user","content":"Gr\\u00f6\\u00dfe \u{1F600}"}], "n": 1.0,"big":12345678901234567890 }';
    const { text, unchanged } = await convert(`\uFEFF${row}\r\n\r\n${row}`);
    expect(text).toBe(`${row}\n${row}\n`);
    expect(unchanged).toBe(2);
  });

  it("rows that are changed keep their numbers, and characters outside ASCII", async () => {
    const { text } = await convert('{"prompt":"Größe 😀?","answer":1.0,"k":[1e400,{"n":-0.50}]}\n');
    expect(text).toBe(
      '{"messages":[{"role":"user","content":"Größe 😀?"}],"reference_answer":1.0,"k":[1e400,{"n":-0.50}]}\n',
    );
  });

  it("names what is left out, by reason, with lines", async () => {
    const report = await convert(
      [
        '{"prompt":"a"',
        '{"prompt":"a"}',
        "7",
        "",
        '{"prompt":"a","x":1,"x":2}',
        '{"prompt":"a"',
        '{"messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url"}]}]}',
        '{"messages":[{"role":"user","content":"a"},{"role":"system","content":"b"}]}',
      ].join("\n"),
    );
    expect(report).toMatchObject({ rows: 7, written: 1 });
    expect(report.leftOut).toMatchObject([
      { code: "invalid-json", count: 2, lines: [1, 6] },
      { code: "not-an-object", count: 1, lines: [3] },
      { code: "duplicate-key", count: 1, lines: [5] },
      { code: "multimodal-content", count: 1, lines: [7] },
      { code: "system-message", count: 1, lines: [8] },
    ]);
  });

  it("lists twenty lines of a reason and counts all, and tells two hundred reasons apart", async () => {
    const blank = await convert(jsonLines(Array.from({ length: 30 }, () => ({ prompt: "" }))));
    expect(blank.leftOut).toMatchObject([
      { count: 30, lines: Array.from({ length: 20 }, (_, index) => index + 1) },
    ]);
    const numbers = await convert(jsonLines(Array.from({ length: 300 }, (_, prompt) => ({ prompt }))));
    expect(numbers.leftOut).toHaveLength(201);
    expect(numbers.leftOut.at(-1)).toMatchObject({ reason: "other reasons", count: 100 });
    expect({ output: numbers.output, files: readdirSync(folder) }).toEqual({
      output: null,
      files: [],
    });
  });

  it.each([
    ["an array on one line", '[{"prompt":"a"},{"prompt":"b"}]', 2, []],
    ["an array over lines", '\uFEFF[\n{"prompt":"a"}\n,{"prompt":"b"}\n]\n', 2, []],
    ["objects over lines", '{\n"prompt":"a"\n}\n{\n"prompt":"b"\n}\n', 2, []],
    ["an array that was cut off", '[{"prompt":"a"},\n{"prompt":"b"', 1, [/^2: not valid JSON/]],
    ["an array not closed", '[{"prompt":"a"},\n{"prompt":"b"}', 2, [/^2: the array is not closed/]],
    ["an array of other things", '[{"prompt":"a"},\n7]', 1, [/^2: the line holds a number, not an object/]],
    ["a single row", '{"prompt":"a"}', 1, []],
    ["a row that was cut off", '{"prompt":"a"}\n{"prompt":"b', 1, [/^2: not valid JSON/]],
  ])("%s", async (_, text, written, expected) => {
    const report = await convert(text);
    expect(report.written).toBe(written);
    expect(left(report)).toEqual(expected.map((pattern) => expect.stringMatching(pattern) as string));
  });

  it("a row nested so deep that it cannot be written is left out, the others are not", async () => {
    const deep = `{"prompt":"a","x":${"[".repeat(50_000)}${"]".repeat(50_000)}}`;
    const report = await convert(`${deep}\n{"prompt":"b"}\n`);
    expect(report.written).toBe(1);
    expect(left(report)).toEqual(["1: it is nested too deeply to be written"]);
  });
});

describe("CSV", () => {
  it.each<[name: string, text: string, expected: [prompt: string, reference: unknown][]]>([
    [
      "commas",
      "prompt,answer\na,1\nb,2\n",
      [
        ["a", "1"],
        ["b", "2"],
      ],
    ],
    ["semicolons, CRLF and a byte order mark", "\uFEFFprompt;answer\r\na,b;1\r\n", [["a,b", "1"]]],
    ["tabs", "prompt\tanswer\na b\t1", [["a b", "1"]]],
    ["quotes, and lines inside them", 'answer,"prompt"\n1,"a ""b""\nc"\n', [['a "b"\nc', "1"]]],
    ["a quote inside a cell without quotes", 'prompt,answer\n5" nails,1\n', [['5" nails', "1"]]],
    ["empty lines", "prompt,answer\n\na,1\n\n\n", [["a", "1"]]],
    ["a header that looks like JSON Lines no further than its name", "prompt,answer\n{},1\n", [["{}", "1"]]],
  ])("with %s", async (_, text, expected) => {
    const { items, format } = await convert(text, { path: "a.csv" });
    expect(format).toBe("csv");
    expect(items).toEqual(
      expected.map(([content, reference]) => ({
        messages: [{ role: "user", content }],
        reference_answer: reference,
      })),
    );
  });

  it("names the line where a bad record begins", async () => {
    const report = await convert('prompt,answer\n"a\nb",\n"c\nd",1,2\ne\nf,3\n"g,4\n', { path: "a.csv" });
    expect(report).toMatchObject({ rows: 5, written: 1 });
    expect(left(report)).toEqual([
      "2: its answer is blank",
      "4: it has 3 cells, the header 2",
      "6: it has 1 cell, the header 2",
      "8: a quote is never closed; nothing was read from here on",
    ]);
  });

  it.each([
    [
      "no prompt column",
      "a,b\n1,2\n",
      {},
      "usage",
      "no field is known to be the prompt: name it with --prompt (a, b)",
    ],
    ["two prompt columns", "prompt,question\n1,2\n", {}, "usage", "prompt, question may each be the prompt"],
    [
      "a column misspelt",
      "text,b\n1,2\n",
      { prompt: "txt" },
      "usage",
      'there is no field "txt": Did you mean "text"?',
    ],
    ["a name twice", "prompt,a,a\n1,2,3\n", {}, "input", 'two columns are named "a"'],
    ["other bytes", Buffer.from("prompt\n\xe9\n", "latin1"), {}, "input", "not UTF-8"],
    ["nothing", "", {}, "input", "the file is empty"],
    ["white space", " \n\n", {}, "input", "the file is empty"],
    ["a zip archive", Buffer.from("PK\x03\x04aaaa"), {}, "input", "the file is a zip archive, not text"],
  ])("with %s is refused, and nothing is written", async (_, text, options, code, message) => {
    await expect(convert(text, { path: "a.csv", ...options })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message) as string,
    });
    expect(existsSync(join(folder, "out.jsonl"))).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });
});

const message = fc.record(
  {
    role: fc.constantFrom("system", "developer", "user", "user", "assistant", "tool", "human"),
    content: fc.oneof(
      fc.string(),
      fc.constantFrom(null, " "),
      fc.array(fc.record({ type: fc.constantFrom("text", "image_url"), text: fc.string() }), {
        maxLength: 2,
      }),
    ),
    weight: fc.constantFrom(0, 1),
    tool_calls: fc.constantFrom(
      [],
      [{ id: "1", type: "function", function: { name: "f", arguments: "{}" } }],
    ),
  },
  { requiredKeys: ["role", "content"] },
);
const messages = fc.array(message, { maxLength: 4 });
const anyRow = fc.oneof(
  fc.record({ messages, legs: fc.jsonValue() }),
  fc.record({ messages, reference_answer: fc.string() }),
  fc.record({ input: fc.record({ messages }), preferred_output: messages, non_preferred_output: messages }),
  fc.dictionary(
    fc.constantFrom("prompt", "question", "answer", "output", "messages", "tools", "item", "input", ""),
    fc.jsonValue(),
  ),
  fc.record({
    item: fc.dictionary(
      fc.constantFrom("prompt", "answer", "tools", "messages"),
      fc.oneof(fc.string(), fc.jsonValue()),
    ),
  }),
  fc.jsonValue(),
);

describe("whatever comes in", () => {
  it("what is written passes validate-data without an error, and every row is accounted for", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRow, { minLength: 1, maxLength: 12 }),
        fc.constantFrom("user", "developer"),
        async (rows, system) => {
          const report = await convert(jsonLines(rows), { path: "a.jsonl", system });
          const refused = report.leftOut.reduce((sum, { count }) => sum + count, 0);
          expect(report.written + refused).toBe(report.rows);
          expect(report.written === 0 ? [] : await errorsOf(report.text)).toEqual([]);
        },
      ),
      { numRuns: 400 },
    );
  });

  it("bytes never make it throw anything but our own error, wherever they are cut", async () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 20 }),
      fc.constantFrom(
        ...['{"prompt":"a"}', "[", "]", "\n", '"', ",", "{", "prompt,answer\n"].map((text) =>
          Buffer.from(text),
        ),
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 8 }),
        fc.constantFrom("a.csv", "a.jsonl", "-"),
        async (pieces, path) => {
          const outcome = (bytes: Parameters<typeof convert>[0]) =>
            convert(bytes, { path }).catch((error: unknown) => {
              if (error instanceof RftError) return error.message;
              throw error;
            });
          expect(await outcome(pieces)).toEqual(await outcome(Buffer.concat(pieces)));
        },
      ),
      { numRuns: 400 },
    );
  });
});
