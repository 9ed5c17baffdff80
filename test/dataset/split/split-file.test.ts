import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type SplitFileOptions, splitFile } from "#dataset/split/split-file.js";
import { newestRules } from "#rules/select-rules.js";
import { jsonLines } from "#test/support/bytes.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rft-split-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const target = (path: string) => ({
  path,
  absolutePath: join(folder, path),
  force: true,
  input: join(folder, "in.jsonl"),
});

async function split(text: string | Uint8Array, options: Partial<SplitFileOptions> = {}) {
  const absolutePath = join(folder, "in.jsonl");
  writeFileSync(absolutePath, text);
  const report = await splitFile(
    { path: "in.jsonl", absolutePath, role: "training" },
    { train: target("train.jsonl"), validation: target("valid.jsonl") },
    { share: 0.25, seed: 1, rules: newestRules, ...options },
  );
  const lines = (name: string) => readFileSync(join(folder, name), "utf8").split("\n").slice(0, -1);
  return { report, train: lines("train.jsonl"), validation: lines("valid.jsonl") };
}

const ask = (content: string, more: object = {}) => ({ messages: [{ role: "user", content }], ...more });
const many = jsonLines(
  Array.from({ length: 40 }, (_, index) => ask(`Größe ${index}?`, { kind: index % 4 ? "easy" : "hard" })),
);

describe("splitFile", () => {
  it("puts every row, as it stands, on one side, and no prompt on both", async () => {
    // Few texts, so that they repeat in other dress.
    const content = fc.constantFrom("a", "A ", "ä", "Ä", "b\t", " B", "c", "d", "e", "f");
    const row = fc.record({
      content,
      gap: fc.constantFrom("", " "),
      answer: fc.constantFrom("1", "1.0", '"\\u00e4"'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 12, maxLength: 40 }), fc.nat(), async (rows, seed) => {
        const lines = rows.map(
          ({ content: text, gap, answer }) =>
            `{"messages":[{"role":"user","content":${JSON.stringify(text)}}],${gap}"answer":${answer}}`,
        );
        fc.pre(new Set(rows.map((one) => one.content.trim().toLowerCase())).size > 3);
        const { train, validation, report } = await split(lines.join("\n"), { seed, share: 0.5 });
        expect([...train, ...validation].toSorted()).toEqual(lines.toSorted());
        expect({ train: train.length, validation: validation.length }).toEqual({
          train: report.train.rows,
          validation: report.validation.rows,
        });
        const prompts = (side: string[]) =>
          new Set(
            side.map((line) =>
              (JSON.parse(line) as ReturnType<typeof ask>).messages[0]!.content.trim().toLowerCase(),
            ),
          );
        expect([...prompts(train)].filter((prompt) => prompts(validation).has(prompt))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it("gives the same files for the same seed, and the rows in their order", async () => {
    const [first, again, other] = [await split(many), await split(many), await split(many, { seed: 2 })];
    expect(again).toEqual(first);
    expect(other.validation).not.toEqual(first.validation);
    const order = many.split("\n");
    const places = first.train.map((line) => order.indexOf(line));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(first.report).toMatchObject({ rows: 40, prompts: 40, capped: false, leftOut: [] });
    expect(first.report).not.toHaveProperty("strata");
  });

  it("keeps the shares of a field's values, rows without it a value of their own", async () => {
    const { report, validation } = await split(
      many + jsonLines(Array.from({ length: 8 }, (_, index) => ask(`x${index}`))),
      {
        stratify: "kind",
      },
    );
    // 12 of 48: 2.5 of the hard, 7.5 of the easy, 2 of the others; chance gives the odd one.
    const taken = Object.fromEntries((report.strata ?? []).map((one) => [one.value, one.validation]));
    expect([
      { '"hard"': 3, '"easy"': 7, "(none)": 2 },
      { '"hard"': 2, '"easy"': 8, "(none)": 2 },
    ]).toContainEqual(taken);
    expect(validation.filter((line) => line.includes('"hard"'))).toHaveLength(taken['"hard"'] ?? 0);
  });

  it("reads a byte order mark, CRLF, blank lines and a last line without an end", async () => {
    const { train, validation, report } = await split('\uFEFF{"a":1}\r\n\r\n{"a": 2}\n \n{"a":3}');
    expect([...train, ...validation].toSorted()).toEqual(['{"a": 2}', '{"a":1}', '{"a":3}']);
    expect(report.rows).toBe(3);
  });

  it("leaves out lines that are no rows, and names them", async () => {
    const broken = Buffer.concat([Buffer.from('{"a":\n7\n'), Buffer.from([0x22, 0xff, 0x22, 0x0a])]);
    const { report, train, validation } = await split(Buffer.concat([broken, Buffer.from(many)]));
    expect(train.length + validation.length).toBe(40);
    expect(report.leftOut).toMatchObject([
      { code: "invalid-json", lines: [1] },
      { code: "not-an-object", lines: [2] },
      { code: "invalid-utf8", lines: [3] },
    ]);
  });

  it("holds validation at the most that the service takes", async () => {
    const rows = jsonLines(Array.from({ length: 3000 }, (_, index) => ask(`${index}`)));
    const rules = { ...newestRules, validationExamples: { ...newestRules.validationExamples, value: 100 } };
    const { report } = await split(rows, { share: 0.5, rules });
    expect(report).toMatchObject({ capped: true, train: { rows: 2900 }, validation: { rows: 100 } });
  });

  it.each<[string, string, Partial<SplitFileOptions>, string, string]>([
    ["no rows", "\n", {}, "input", "no line of it is a row"],
    ["CSV", "prompt,answer\na,b\n", {}, "input", "no line of it is a row"],
    ["one row", jsonLines([ask("a")]), {}, "input", "it has one row, which cannot be parted"],
    [
      "one prompt",
      jsonLines([ask("a"), ask("A ")]),
      {},
      "input",
      "it has 2 rows with one prompt, which cannot be parted",
    ],
    [
      "groups that are too large",
      jsonLines(["a", "a", "a", "b", "b", "b"].map((text) => ask(text))),
      {},
      "input",
      "no prompt stands in so few rows that the share has room for it",
    ],
    ["a field that is not there", many, { stratify: "knd" }, "usage", 'no row has a field "knd"'],
    ["a JSON array", "[\n{},\n{}\n]\n", {}, "input", "one JSON array"],
  ])("refuses %s, and writes nothing", async (_, text, options, code, message) => {
    await expect(split(text, options)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message) as string,
    });
    expect(readdirSync(folder)).toEqual(["in.jsonl"]);
  });

  it.each([
    ["other rows", (text: string) => text.replaceAll("?", "!")],
    ["fewer", (text: string) => text.slice(0, text.lastIndexOf("{"))],
    ["more", (text: string) => text + jsonLines([ask("more")])],
  ])("writes nothing where the file holds %s at the second reading", async (_, change) => {
    const path = join(folder, "in.jsonl");
    const changing = {
      ...target("train.jsonl"),
      // Asked for when the outputs are opened, between the two readings.
      get path() {
        writeFileSync(path, change(many));
        return "train.jsonl";
      },
    };
    writeFileSync(path, many);
    const result = splitFile(
      { path: "in.jsonl", absolutePath: path, role: "training" },
      { train: changing, validation: target("valid.jsonl") },
      { share: 0.25, seed: 1, rules: newestRules },
    );
    await expect(result).rejects.toMatchObject({ message: "in.jsonl: the file changed while it was read" });
    expect(readdirSync(folder)).toEqual(["in.jsonl"]);
  });
});
