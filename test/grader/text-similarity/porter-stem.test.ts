import { expect, test } from "vitest";
import { porterStem } from "#grader/text-similarity/porter-stem.js";

// Made with nltk's PorterStemmer: every step, and where its extensions part from the paper.
const stems = `
  flies fli, dies die, died die, tied tie, spied spi, skies sky, happily happili, enjoy enjoy, sky sky, by by,
  hopping hop, hoping hope, filing file, falling fall, sized size, feed feed, agreed agre, radically radic,
  geology geolog, relational relat, conditional condit, vietnamization vietnam, triplicate triplic,
  electrical electr, hopeful hope, goodness good, replacement replac, adoption adopt, probate probat, rate rate,
  cease ceas, controlling control, roll roll, as as, dying die, proceed proceed, news news, caresses caress,
  oscillators oscil, éed éed, 🙂s 🙂s`;

test.each(stems.split(",").map((pair) => pair.trim().split(" ")))("%s -> %s", (word = "", stem = "") => {
  expect(porterStem(word)).toBe(stem);
});
