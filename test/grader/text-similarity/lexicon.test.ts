import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
// @ts-expect-error a script, without types
import { makeTable } from "#scripts/build-wordnet-table.mjs";
import { readLexicon } from "#grader/text-similarity/lexicon.js";
import { loadLexicon } from "#grader/text-similarity/load-lexicon.js";

const file = resolve("src/grader/text-similarity/wordnet-3.0.br");

test("the committed table has the checksum that stands beside it", () => {
  const checksum = createHash("sha256").update(readFileSync(file)).digest("hex");
  expect(readFileSync(`${file}.sha256`, "utf8")).toBe(`${checksum}  wordnet-3.0.br\n`);
});

test("its script takes the single words from WordNet's files", () => {
  const folder = mkdtempSync(join(tmpdir(), "rft-wordnet-"));
  const files = {
    "data.noun":
      "  1 a licence  \n01 03 n 03 auto 0 motor_car 0 car 0 001 @ 09 n | a car\n02 03 n 01 auto 0 000 | one\n",
    "noun.exc": "geese goose\nfellow_men fellow_man\n",
    "data.verb": "03 30 v 01 drive 0 000 | go\n",
    "verb.exc": "drove drive\n",
    "data.adj": "04 00 s 02 quick(a) 0 Fast 1 000 | fast\n",
    "adj.exc": "",
    "data.adv": "05 02 r 01 ice_cold 0 000 | cold\n",
    "adv.exc": "best well\n",
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const table = String(makeTable(folder));
  rmSync(folder, { recursive: true });
  expect(table).toBe("auto car\n\ngeese goose\n\ndrive\n\ndrove drive\n\nquick Fast\n\n\n\n\n\nbest well");
});

describe("synonymsOf", () => {
  const nouns = "auto car\nParis\nEarth earth world\nbus\nbox\ncar carriage\n\ngeese goose";
  const verbs = "bus convey\nbuild make\n\nbuilt build";
  const lexicon = readLexicon([nouns, verbs, "big large\n\n", "\n\nbest well"].join("\n\n"));

  test.each<[string, string[]]>([
    ["car", ["auto", "car", "carriage"]],
    ["cars", ["auto", "car", "carriage"]],
    // A form that ends in what a rule takes off is still a word itself.
    ["bus", ["bus", "convey"]],
    ["boxes", ["box"]],
    ["earth", ["earth", "world"]],
    ["paris", []],
    ["built", ["build", "make"]],
    // One ending only: nltk 3.9 no longer tries again.
    ["buildings", []],
    ["bigger", []],
    // An irregular form is not also a regular one, and its base may be unknown.
    ["geese", []],
    ["best", []],
    ["larger", ["big", "large"]],
    ["constructor", []],
  ])("%s", (word, synonyms) => {
    expect([...lexicon.synonymsOf(word)].toSorted()).toEqual(synonyms);
  });
});

test("WordNet knows its words", async () => {
  const lexicon = await loadLexicon();
  expect([...lexicon.synonymsOf("automobile")].toSorted()).toEqual([
    "auto",
    "automobile",
    "car",
    "machine",
    "motorcar",
  ]);
  expect(lexicon.synonymsOf("mice")).toContain("mouse");
  expect(lexicon.synonymsOf("qwxyz").size).toBe(0);
});
