import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type PartReader, type StartPartReader, readPart } from "#dataset/validate/part-reader.js";
import type { DataFile } from "#dataset/read/source.js";
import { type ValidateOptions, validateFiles } from "#dataset/validate/validate.js";
import { newestRules } from "#rules/select-rules.js";

const folder = mkdtempSync(join(tmpdir(), "rft-parts-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A reader in this thread, to which everything goes as it goes to another one. */
function createReader(seen: { parts: number }): PartReader {
  return {
    async read(request, onProgress) {
      const part = structuredClone(await readPart(structuredClone(request), onProgress));
      if (part) seen.parts++;
      return part;
    },
    close: () => undefined,
  };
}

/** Whole numbers below a bound, the same ones for the same seed. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

type OddLine = (row: number, random: (below: number) => number) => string;

const long = "a long value that stands in several rows, and is shown only where it does so ".repeat(2);

/** What makes checks remember something: fields that differ, lines that are no rows, rows that stand twice. */
const oddLines: readonly OddLine[] = [
  () => "",
  () => "{broken",
  () => "[1]",
  () => `{"messages":[{"role":"system","content":"x"}],"answer":"1"}`,
  () => `{"messages":[{"role":"user","content":"twice"}],"answer":"1"}`,
  (_, random) => `{"messages":[{"role":"user","content":"twice, differently"}],"answer":"${random(3)}"}`,
  (row) => `{"messages":[{"role":"user","content":"case ${row}"}],"answer":null}`,
  (row) => `{"messages":[{"role":"user","content":"case ${row}"}],"answer":" "}`,
  (row) => `{"messages":[{"role":"user","content":"case ${row}"}],"answer":${row}}`,
  (row) => `{"messages":[{"role":"user","content":"case ${row}"}],"answer":["1"]}`,
  (row) => `{"messages":[{"role":"user","content":"case ${row}"}]}`,
  (row, random) =>
    `{"messages":[{"role":"user","content":"case ${row}"}],"answer":"1","note":"${long}${random(40)}"}`,
  (row) => `{"messages":[{"role":"user","content":"caf\u00e9 ${row}"}],"answer":"1","list":[${row % 3}]}`,
  (row) => `{"messages":[{"role":"user","content":"x ${row}"}],"answer":"1","tools":[{"type":"function"}]}`,
  (row) => `{"messages":[{"role":"user","content":"x ${row}"}],"answer":"1","answer":"2"}`,
  (row) => `{"messages":[{"role":"user","content":"${"word ".repeat(row % 400)}"}],"answer":"1"}\r`,
];

function writeRows(seed: number, odd: readonly OddLine[], rows = 9_000): DataFile {
  const random = createRandom(seed);
  const lines = Array.from({ length: rows }, (_, row) => {
    const one = random(4) === 0 ? odd[random(odd.length)] : undefined;
    const content = `Question ${row} of many: ${"some words ".repeat(random(9))}`;
    return (
      one?.(row, random) ??
      JSON.stringify({ messages: [{ role: "user", content }], answer: String(random(2_000)) })
    );
  });
  const absolutePath = join(folder, `${seed}.jsonl`);
  writeFileSync(absolutePath, lines.join("\n"));
  return { path: `${seed}.jsonl`, absolutePath, role: "training" };
}

async function validate(
  file: DataFile,
  startPartReader?: StartPartReader,
  more: Partial<ValidateOptions> = {},
) {
  return validateFiles([file], { rules: newestRules, tokens: "estimate", ...more, startPartReader });
}

describe("a file read in two parts", () => {
  const reference = { text: "item.answer", path: ["answer"], compared: true };
  it.each<[string, number, Partial<ValidateOptions>]>([
    ["by itself", 1, {}],
    ["with a grader", 2, { references: [reference], requireReference: true }],
    ["with exact tokens", 3, { tokens: "exact" }],
    ["with few findings listed", 4, { maxFindings: 2 }],
    ["with many findings listed", 5, { maxFindings: 10_000, references: [reference] }],
  ])("tells what it tells when it is read in one: %s", async (_, seed, options) => {
    const file = writeRows(seed, oddLines);
    const seen = { parts: 0 };
    const parted = await validate(file, async () => createReader(seen), options);
    expect(seen.parts).toBe(1);
    expect(parted).toEqual(await validate(file, undefined, options));
  });

  it("is read on where a limit of what is remembered was reached", async () => {
    const manyFields: OddLine = (row) =>
      `{"messages":[{"role":"user","content":"x ${row}"}],"answer":"1","f${row}":1}`;
    const file = writeRows(6, [manyFields]);
    const seen = { parts: 0 };
    const parted = await validate(file, async () => createReader(seen));
    expect(seen.parts).toBe(0);
    expect(parted).toEqual(await validate(file));
  });

  it("is read on where the reader fails", async () => {
    const file = writeRows(7, oddLines);
    const failing: PartReader = { read: async () => undefined, close: () => undefined };
    expect(await validate(file, async () => failing)).toEqual(await validate(file));
  });

  it("is not parted before the rows that some checks look at in one go", async () => {
    const file = writeRows(8, oddLines, 4_000);
    const seen = { parts: 0 };
    await validate(file, async () => createReader(seen));
    expect(seen.parts).toBe(0);
  });

  it("is read on where the first part holds too few of those rows after all", async () => {
    const growing: OddLine = (row) =>
      `{"messages":[{"role":"user","content":"Think step by step: ${"word ".repeat(row > 2_500 ? 400 : 1)}${row}"}],"answer":"1"}`;
    const file = writeRows(10, [growing], 6_000);
    const seen = { parts: 0 };
    const parted = await validate(file, async () => createReader(seen));
    expect(seen.parts).toBe(1);
    expect(parted).toEqual(await validate(file));
  });

  it("closes its reader, also where the reading is interrupted", async () => {
    const file = writeRows(9, oddLines);
    const controller = new AbortController();
    let closed = 0;
    const reader: PartReader = {
      read: async () => {
        controller.abort(new Error("interrupted"));
        return undefined;
      },
      close: () => void closed++,
    };
    await expect(validate(file, async () => reader, { signal: controller.signal })).rejects.toThrow(
      "interrupted",
    );
    expect(closed).toBe(1);
  });
});
