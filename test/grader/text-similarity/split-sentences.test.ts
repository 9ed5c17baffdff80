import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { splitSentences } from "#grader/text-similarity/split-sentences.js";

describe("splitSentences", () => {
  // Made with nltk's PunktSentenceTokenizer over our word lists.
  test.each<[string, string[]]>([
    ["", []],
    [" \n ", []],
    ["no end  \n", ["no end"]],
    ["Mr. Lund met Dr. Berg. They spoke.", ["Mr. Lund met Dr. Berg.", "They spoke."]],
    ["He lives in the U.S. He likes it.", ["He lives in the U.S.", "He likes it."]],
    ["At 5 p.m. Anna left.", ["At 5 p.m. Anna left."]],
    ["J. R. Berg wrote it. I read it.", ["J. R. Berg wrote it.", "I read it."]],
    ["Plan B. The first one failed.", ["Plan B.", "The first one failed."]],
    ["It cost 3.5 kr. More than I have.", ["It cost 3.5 kr.", "More than I have."]],
    ["It is 5. it is 5. It is", ["It is 5. it is 5.", "It is"]],
    [
      'He said "No!" and left. (It was late.) We stayed.',
      ['He said "No!"', "and left.", "(It was late.)", "We stayed."],
    ],
    ["Wait... The end. Wait... Oslo is far.", ["Wait...", "The end.", "Wait... Oslo is far."]],
    ["One.Two. three. Four", ["One.Two.", "three.", "Four"]],
    ["Really?! Yes! ok? no", ["Really?!", "Yes!", "ok?", "no"]],
    ["See p. 5. 7 dwarfs.", ["See p.", "5.", "7 dwarfs."]],
    ["vice-Gov. Berg came. Acme Corp. The firm.", ["vice-Gov. Berg came.", "Acme Corp.", "The firm."]],
    [" . . . odd", [" .", ".", ".", "odd"]],
  ])("%j", (text, sentences) => {
    expect(splitSentences(text)).toEqual(sentences);
  });

  it("gives parts of the text in order, and leaves out nothing but white space", () => {
    const piece = fc.constantFrom(
      ". ",
      "? ",
      "!",
      "...",
      " ",
      "\n",
      '"',
      ")",
      "Mr",
      "A",
      "b",
      "The",
      "\ud800",
      "é",
      "5",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join("");
        let at = 0;
        for (const sentence of splitSentences(text)) {
          const start = text.indexOf(sentence, at);
          expect(text.slice(at, start)).toMatch(/^\s*$/);
          at = start + sentence.length;
        }
        expect(text.slice(at)).toMatch(/^\s*$/);
      }),
    );
  });
});
