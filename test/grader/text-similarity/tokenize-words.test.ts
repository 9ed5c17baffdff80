import { describe, expect, test } from "vitest";
import { tokenizeWords } from "#grader/text-similarity/tokenize-words.js";

describe("tokenizeWords", () => {
  // Made with nltk's NLTKWordTokenizer.
  test.each<[string, string]>([
    ["She can't pay; they'll wait.", "She ca n't pay ; they 'll wait ."],
    [`"Stop!" he said, 'now'.`, "`` Stop ! '' he said , 'now ' ."],
    ["It's 5 p.m. The shop's shut.", "It 's 5 p.m . The shop 's shut ."],
    ["(See no. 3.) Then -- go...", "( See no . 3 . ) Then -- go ..."],
    ["cannot gonna 'tis more'n wanna go", "can not gon na 't is more 'n wan na go"],
    ["wanna-be gonna-be", "wanna-be gon na -be"],
    ["costs $5, 10% off: 1,000", "costs $ 5 , 10 % off : 1,000"],
    ["“quoted” «so»", "“ quoted ” « so »"],
    ["A line\nanother: one,two", "A line another : one , two"],
    ['the end..."', "the end ... ''"],
    ["e-mail a@b.c #1", "e-mail a @ b.c # 1"],
    ["Don’t", "Don ’ t"],
    ["'a' 'tİs ٣,٤", "' a ' 't İs ٣,٤"],
  ])("%j", (text, tokens) => {
    expect(tokenizeWords(text)).toEqual(tokens.split(" "));
  });

  test("white space is what Python takes for it: not U+FEFF, and the separators below U+0020", () => {
    expect(tokenizeWords("x\u00a0y\ufeffz\u001cw\u0085v")).toEqual(["x", "y\ufeffz", "w", "v"]);
  });
});
