import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { expect, test } from "vitest";
// @ts-expect-error a script, without types
import { makeTable } from "#scripts/build-o200k-table.mjs";
import { loadVocabulary, noRank } from "#dataset/tokens/vocabulary.js";

const file = resolve("src/dataset/tokens/o200k-base.br");

test("the committed table has the checksum that stands beside it", () => {
  const checksum = createHash("sha256").update(readFileSync(file)).digest("hex");
  expect(readFileSync(`${file}.sha256`, "utf8")).toBe(`${checksum}  o200k-base.br\n`);
});

test("its script makes the same table from the package", () => {
  // Compared unpacked: another Node version may pack the same bytes otherwise.
  expect(brotliDecompressSync(readFileSync(file)).equals(makeTable())).toBe(true);
});

test.each([
  ["in", 258],
  [" the", 290],
  [" the ", noRank],
  ["the", 3086],
  ["", noRank],
  ["a".repeat(200), noRank],
])("%j has the rank %d", async (text, rank) => {
  const vocabulary = await loadVocabulary();
  const bytes = Buffer.from(`(${text})`);
  expect(vocabulary.rankOf(bytes, 1, bytes.length - 1)).toBe(rank);
});
