import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { placeFinding } from "#document/place-finding.js";
import { readDocument } from "#document/read-document.js";
import { RftError } from "#errors.js";
import { type JsonValue, jsonPointer } from "#json/json-value.js";

const folder = mkdtempSync(join(tmpdir(), "rft-test-"));

function read(name: string, content: string | Uint8Array) {
  const path = join(folder, name);
  writeFileSync(path, content);
  return readDocument(name, path);
}

const json = '{\n  "a": {"b/c": [10, {"d": null}]},\n  "~e": 1\n}\n';
const yaml = "a:\n  b/c:\n    - 10\n    - d: null\n~e: 1\n";

describe("places", () => {
  const table: [path: (string | number)[], inJson: string, inYaml: string][] = [
    [[], "1:1", "1:1"],
    [["a"], "2:3", "1:1"],
    [["a", "b/c"], "2:9", "2:3"],
    [["a", "b/c", 0], "2:17", "3:7"],
    [["a", "b/c", 1, "d"], "2:22", "4:7"],
    [["~e"], "3:3", "5:1"],
    [["a", "nowhere", 3], "2:3", "1:1"],
  ];
  test.each(table)("%j", async (path, inJson, inYaml) => {
    for (const [document, place] of [
      [await read("x.json", json), inJson],
      [await read("x.yaml", yaml), inYaml],
    ] as const) {
      const { line, column } = document.positionOf(path);
      expect(`${line}:${column}`).toBe(place);
      const finding = { code: "grader-invalid", severity: "error", message: "", help: "" } as const;
      const placed = placeFinding({ ...finding, pointer: jsonPointer(path) }, document);
      expect(placed).toMatchObject({ file: document.path, line, column });
    }
  });

  test("a finding that has its file keeps its place", async () => {
    const finding = {
      code: "field-null",
      severity: "error",
      message: "",
      help: "",
      file: "rows",
      line: 7,
    } as const;
    expect(placeFinding(finding, await read("x.json", json))).toEqual(finding);
  });
});

describe("what cannot be read", () => {
  const table: [name: string, content: string | Uint8Array, message: RegExp][] = [
    ["comment.json", '{\n // no\n "a": 1}', /^comment\.json:2:2: not valid JSON: comments are not JSON$/],
    ["comma.json", '{"a": 1,}', /^comma\.json:1:9: not valid JSON: .*/],
    ["cut.json", '{"a": ', /^cut\.json:1:7: not valid JSON/],
    [
      "twice.json",
      '{"a": {"b": 1,\n "b": 2}}',
      /^twice\.json:2:2: not valid JSON: the key "b" stands twice$/,
    ],
    [
      "deep.json",
      `${"[".repeat(20_000)}${"]".repeat(20_000)}`,
      /^deep\.json:1:201: not valid JSON: nested deeper/,
    ],
    ["rows.jsonl", "{}\n", /^rows\.jsonl: a data file \(JSON Lines\) stands where/],
    ["bytes.json", new Uint8Array([0xff, 0xfe, 0x41]), /^bytes\.json: not a UTF-8 text$/],
    ["tab.yaml", "a:\n\tb: 1\n", /^tab\.yaml:2:1: not valid YAML/],
    ["twice.yml", "a: 1\na: 2\n", /^twice\.yml:2:1: not valid YAML/],
    [
      "bomb.yaml",
      `a: &a [${"x,".repeat(20)}]\nb: &b [${"*a,".repeat(20)}]\nc: [${"*b,".repeat(20)}]\n`,
      /^bomb\.yaml:1:1: not valid YAML: .*alias/i,
    ],
  ];
  test.each(table)("%s", async (name, content, message) => {
    await expect(read(name, content)).rejects.toMatchObject({
      code: "input",
      message: expect.stringMatching(message),
    });
  });

  test("a file that is not there, and a folder", async () => {
    await expect(readDocument("gone.json", join(folder, "gone.json"))).rejects.toThrow(
      "gone.json: no such file",
    );
    await expect(readDocument("f", folder)).rejects.toThrow("f: is a folder, not a file");
  });
});

test("brackets in a text are no levels", async () => {
  expect((await read("text.json", JSON.stringify(["[".repeat(500), '\\"['.repeat(300)]))).value).toHaveLength(
    2,
  );
});

test("a byte order mark is no part of the text", async () => {
  expect((await read("bom.json", "\uFEFF[1]")).value).toEqual([1]);
  expect((await read("bom.yaml", "\uFEFFa: 1")).value).toEqual({ a: 1 });
});

test("any JSON reads as itself", async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ maxDepth: 3 }), async (value) => {
      const text = JSON.stringify(value);
      const plain = JSON.parse(text) as JsonValue;
      expect((await read("any.json", text)).value).toEqual(plain);
    }),
    { numRuns: 200 },
  );
});

test("any text gives a document or an RftError", async () => {
  const piece = fc.oneof(
    fc.constantFrom("{", "}", "[", "]", ":", ",", '"', "- ", "\n", "&a ", "*a", "#", "1", "? "),
    fc.string(),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece, { maxLength: 20 }),
      fc.constantFrom("any.json", "any.yaml"),
      async (pieces, name) => {
        const outcome: unknown = await read(name, pieces.join("")).catch((error: unknown) => error);
        expect(outcome instanceof RftError || !(outcome instanceof Error)).toBe(true);
      },
    ),
    { numRuns: 1000 },
  );
});
