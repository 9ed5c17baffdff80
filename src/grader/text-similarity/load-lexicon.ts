import { type Lexicon, readLexicon } from "./lexicon.js";

let loaded: Promise<Lexicon> | undefined;

/** WordNet 3.0's synonyms: read once per process, in about 30 ms. */
export function loadLexicon(): Promise<Lexicon> {
  loaded ??= readTable();
  return loaded;
}

async function readTable(): Promise<Lexicon> {
  const { default: table } = await import("./wordnet-3.0.br");
  return readLexicon(table.toString("latin1"));
}
