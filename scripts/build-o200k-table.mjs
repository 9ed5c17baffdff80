// Writes src/dataset/tokens/o200k-base.br: the vocabulary of OpenAI's o200k_base, from the `tiktoken` package.
// The table: each token's length in one byte, in order of rank, then all tokens' bytes in the same order.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

/** The table, uncompressed. */
export function makeTable() {
  const source = fileURLToPath(import.meta.resolve("tiktoken/encoders/o200k_base.json"));
  const { bpe_ranks: ranks } = JSON.parse(readFileSync(source, "utf8"));
  const tokens = [];
  for (const line of ranks.split("\n")) {
    // "! <rank of the first> <base64 of a token> ..."
    const [, first, ...rest] = line.split(" ");
    for (const [index, token] of rest.entries()) tokens[Number(first) + index] = Buffer.from(token, "base64");
  }
  return Buffer.concat([Buffer.from(tokens.map(({ length }) => length)), ...tokens]);
}

if (process.argv[1] === import.meta.filename) {
  const file = "src/dataset/tokens/o200k-base.br";
  const table = makeTable();
  const packed = brotliCompressSync(table, {
    params: { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: table.length },
  });
  writeFileSync(file, packed);
  writeFileSync(`${file}.sha256`, `${createHash("sha256").update(packed).digest("hex")}  o200k-base.br\n`);
  console.log(`${file}: ${packed.length} bytes`);
}
