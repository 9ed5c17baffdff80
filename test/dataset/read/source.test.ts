import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readRowsOf } from "#dataset/read/read-rows-of.js";
import { findDataFiles, readChunks, roleOfName } from "#dataset/read/source.js";
import { streamOf, streamed } from "#test/support/bytes.js";

let cwd = "";

beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "rft-source-"));
  for (const folder of ["rows", "other", "empty"]) mkdirSync(join(cwd, folder));
  for (const name of [
    "rows/b.jsonl",
    "rows/a_valid.JSONL",
    "rows/notes.txt",
    "other/x.json",
    "odd[1].jsonl",
  ]) {
    writeFileSync(join(cwd, name), '{"a":1}\n');
  }
});
afterAll(() => rmSync(cwd, { recursive: true }));

describe("roleOfName", () => {
  it.each([
    ["countdown_valid_50.jsonl", "validation"],
    ["validation.jsonl", "validation"],
    ["my-val2.jsonl", "validation"],
    ["Eval.jsonl", "validation"],
    ["dataTest.jsonl", "validation"],
    ["a/dev.jsonl", "validation"],
    ["train.jsonl", "training"],
    ["retrieval.jsonl", "training"],
    ["invalid.jsonl", "training"],
    ["developer.jsonl", "training"],
    ["latest.jsonl", "training"],
    ["test/train.jsonl", "training"],
    ["-", "training"],
  ])("takes %s for %s", (path, role) => {
    expect(roleOfName(path)).toBe(role);
  });
});

describe("findDataFiles", () => {
  const find = async (...patterns: string[]) =>
    (await findDataFiles(patterns, { cwd })).map(({ path, role }) => `${path} ${role}`);

  it.each([
    [["rows/b.jsonl"], ["rows/b.jsonl training"]],
    [["rows"], ["rows/a_valid.JSONL validation", "rows/b.jsonl training"]],
    [["rows/*"], ["rows/a_valid.JSONL validation", "rows/b.jsonl training", "rows/notes.txt training"]],
    [["odd[1].jsonl"], ["odd[1].jsonl training"]],
    [
      ["rows/b.jsonl", "rows", "./rows/b.jsonl"],
      ["rows/b.jsonl training", "rows/a_valid.JSONL validation"],
    ],
    [["-"], ["- training"]],
    [[], []],
  ])("finds %j", async (patterns, expected) => {
    expect(await find(...patterns)).toEqual(expected);
  });

  it("takes every file for what it is told they are", async () => {
    const files = await findDataFiles(["rows"], { cwd, role: "training" });
    expect(files.map(({ role }) => role)).toEqual(["training", "training"]);
  });

  it("keeps the path as given beside the absolute one", async () => {
    expect(await findDataFiles(["./rows/b.jsonl", "-"], { cwd })).toEqual([
      { path: "./rows/b.jsonl", absolutePath: join(cwd, "rows/b.jsonl"), role: "training" },
      { path: "-", absolutePath: "-", role: "training", stdin: true },
    ]);
  });

  it.each([
    ["gone.jsonl", "gone.jsonl: no such file or folder", "relative paths start at"],
    ["gone/*.jsonl", "gone/*.jsonl: no file matches", "searched from"],
    ["other", "other: no .jsonl file in this folder", "It holds x.json"],
    ["empty", "empty: no .jsonl file in this folder", "The folder is empty."],
  ])("refuses %s", async (pattern, message, hint) => {
    await expect(findDataFiles([pattern], { cwd })).rejects.toMatchObject({
      code: "input",
      message,
      hint: expect.stringContaining(hint) as string,
    });
  });
});

describe("readChunks", () => {
  it("gives a file's bytes, whatever their number", async () => {
    const bytes = Buffer.alloc(2 * 1024 * 1024 + 3, "abcdefg");
    const absolutePath = join(cwd, "large.bin");
    writeFileSync(absolutePath, bytes);
    const parts: Buffer[] = [];
    for await (const chunk of readChunks({ path: "large.bin", absolutePath, role: "training" })) {
      parts.push(Buffer.from(chunk));
    }
    expect(Buffer.concat(parts).equals(bytes)).toBe(true);
    expect(Math.max(...parts.map((part) => part.length))).toBe(64 * 1024);
  });

  it("refuses standard input that is not there", async () => {
    await expect(readChunks(streamed()).next()).rejects.toMatchObject({ code: "input" });
  });
});

describe("readExamples", () => {
  it("gives the rows that are objects, with their physical lines", async () => {
    const stdin = streamOf('\uFEFF{"a":1}\n\n[1]\n{"a":2\n{"a":3}');
    const examples = [];
    for await (const { line, item } of readRowsOf(streamed(), { stdin })) examples.push({ line, item });
    expect(examples).toEqual([
      { line: 1, item: { a: 1 } },
      { line: 5, item: { a: 3 } },
    ]);
  });
});
