import { brotliDecompressSync } from "node:zlib";
import { type Lexicon, readLexicon } from "./lexicon.js";

let loaded: Promise<Lexicon> | undefined;

/** WordNet 3.0's synonyms: unpacked and read once a process, in some 30 ms. */
export function loadLexicon(): Promise<Lexicon> {
  loaded ??= unpackLexicon();
  return loaded;
}

async function unpackLexicon(): Promise<Lexicon> {
  const { default: packed } = await import("./wordnet-3.0.br");
  return readLexicon(brotliDecompressSync(packed).toString("latin1"));
}
