import { pythonClasses, splitWords, isPythonSpace } from "./python-text.js";
import { splitSentences } from "./split-sentences.js";

/**
 * The word tokens of nltk's `word_tokenize` (3.9.1): sentences first, because only the full stop at a sentence's end is
 * a token of its own, then the steps of `NLTKWordTokenizer` in each sentence, in its order.
 */
export function tokenizeWords(text: string): string[] {
  return splitSentences(text).flatMap(tokenizeSentence);
}

type Step = readonly [pattern: RegExp, replacement: string];

const notAfterWord = `(?<![${pythonClasses.word}])`;
const notBeforeWord = `(?![${pythonClasses.word}])`;

function contraction(first: string, second: string, end = notBeforeWord): Step {
  return [new RegExp(`${notAfterWord}(${first})(${second})${end}`, "giu"), " $1 $2 "];
}

const openingQuotes: readonly Step[] = [
  [/([«“‘„]|`+)/gu, " $1 "],
  [/^"/u, "``"],
  [/``/gu, " `` "],
  [/([ ([{<])("|'{2})/gu, "$1 `` "],
  // A quote before a single letter that is not an ending ('s, 'm, 't, 'd) opens a quotation.
  [new RegExp(`'(?!re|ve|ll|m|t|s|d|n)([${pythonClasses.word}])${notBeforeWord}`, "giu"), "' $1"],
];

const punctuation: readonly Step[] = [
  [new RegExp(`([:,])([^${pythonClasses.digit}])`, "gu"), " $1 $2"],
  // Python's $ also matches before a line feed at the very end.
  [/([:,])(?=\n?$)/u, " $1 "],
  [/\.{2,}/gu, " $& "],
  [/[;@#$%&]/gu, " $& "],
  [/[?!]/gu, " $& "],
  [/([^'])' /gu, "$1 ' "],
  [/\*/gu, " * "],
  [/[\][(){}<>]/gu, " $& "],
  [/--/gu, " -- "],
];

const endings: readonly Step[] = [
  [/[»”’]/gu, " $& "],
  [/''/gu, " '' "],
  [/"/gu, " '' "],
  [/([^' ])('[sS]|'[mM]|'[dD]|') /gu, "$1 $2 "],
  [/([^' ])('ll|'LL|'re|'RE|'ve|'VE|n't|N'T) /gu, "$1 $2 "],
  // Robert MacIntyre's contractions. Python's case-insensitive i also matches İ and ı.
  contraction("can", "not"),
  contraction("d", "'ye"),
  contraction("g[iİı]m", "me"),
  contraction("gon", "na"),
  contraction("got", "ta"),
  contraction("lem", "me"),
  contraction("more", "'n"),
  contraction("wan", "na", `(?=[${pythonClasses.space}])`),
  [new RegExp(` ('t)([iİı]s)${notBeforeWord}`, "giu"), " $1 $2 "],
  [new RegExp(` ('t)(was)${notBeforeWord}`, "giu"), " $1 $2 "],
];

function tokenizeSentence(sentence: string): string[] {
  const opened = applySteps(sentence, openingQuotes);
  const punctuated = applySteps(setOffFinalStop(opened), punctuation);
  return splitWords(applySteps(` ${punctuated} `, endings));
}

function applySteps(text: string, steps: readonly Step[]): string {
  return steps.reduce((changed, [pattern, replacement]) => changed.replace(pattern, replacement), text);
}

const closers = new Set("])}>\"'»”’ ");

/**
 * Sets off the last full stop if only closing quotes, brackets and white space follow. Done by hand: nltk's expression
 * takes quadratic time on a long run of spaces. (A later nltk step that looks for the same without spaces among the
 * closers never changes what this one leaves.)
 */
function setOffFinalStop(text: string): string {
  const stop = text.lastIndexOf(".");
  if (stop < 1 || text[stop - 1] === ".") return text;
  let end = stop + 1;
  while (end < text.length && closers.has(text.charAt(end))) end++;
  let rest = end;
  while (rest < text.length && isPythonSpace(text.charAt(rest))) rest++;
  return rest < text.length ? text : `${text.slice(0, stop)} . ${text.slice(stop + 1, end)} `;
}
