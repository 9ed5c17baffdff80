import { abbreviations, sentenceStarters } from "./english-words.js";
import { pythonClasses, splitWords } from "./python-text.js";

const { space, letter, digit } = pythonClasses;

/** A word of the text, or marks on their own, as Punkt sees them. */
interface Token {
  readonly text: string;
  /** In lower case, numbers as `##number##`. */
  readonly type: string;
  readonly ends: "sentence" | "abbreviation" | "ellipsis" | "nothing";
}

/** Whether a sentence ends inside the text: after one of its tokens, but not after the last. */
export function holdsSentenceBreak(context: string): boolean {
  const tokens = context.split("\n").flatMap(tokenizeLine).map(judgeAlone);
  return tokens.some((token, index) => {
    const next = tokens[index + 1];
    return next !== undefined && endsSentence(token, next);
  });
}

const nonWord = String.raw`[)";}\]*:@'({[?!]`;
const manyMarks = String.raw`-{2,}|\.{2,}|(?:\.[${space}]){2,}\.`;
const wordEnd = String.raw`[${space}]|$|${nonWord}|${manyMarks}`;
const tokens = new RegExp(
  String.raw`${manyMarks}|(?=[^("\x60{\[:;&#*@)}\]\-,])[^${space}]+?(?=${wordEnd}|,(?=${wordEnd}))|[^${space}]`,
  "gu",
);

function tokenizeLine(line: string): string[] {
  return splitWords(line).length === 0 ? [] : (line.match(tokens) ?? []);
}

const number = new RegExp(`^-?[.,]?[${digit}][${digit},.-]*\\.?$`, "u");

function judgeAlone(text: string): Token {
  return { text, type: text.toLowerCase().replace(number, "##number##"), ends: endOf(text) };
}

function endOf(text: string): Token["ends"] {
  if (text === "." || text === "?" || text === "!") return "sentence";
  if (/^\.\.+$/.test(text)) return "ellipsis";
  if (!text.endsWith(".") || text.endsWith("..")) return "nothing";
  const word = text.slice(0, -1).toLowerCase();
  return abbreviations.has(word) || abbreviations.has(word.split("-").at(-1) ?? "")
    ? "abbreviation"
    : "sentence";
}

/** The next token decides: an abbreviation can end a sentence, an initial rarely does. */
function endsSentence({ text, type, ends }: Token, next: Token): boolean {
  if (ends === "nothing") return false;
  if (ends !== "sentence") return startsSentence(next);
  if (initial.test(text)) return startsSentence(next) || (!isCapitalized(next) && !goesOn.test(next.text));
  return type !== "##number##" || !goesOn.test(next.text);
}

function isCapitalized({ text }: Token): boolean {
  return /^\p{Uppercase}/u.test(text);
}

function startsSentence(token: Token): boolean {
  return isCapitalized(token) && sentenceStarters.has(typeWithoutStop(token));
}

const initial = new RegExp(`^[${letter}]\\.$`, "u");
/** Sentences begin neither with a lower-case letter nor with one of these marks alone. */
const goesOn = /^(?:\p{Lowercase}|[;:,.!?]$)/u;

function typeWithoutStop({ type, ends }: Token): string {
  return ends === "sentence" && type.length > 1 && type.endsWith(".") ? type.slice(0, -1) : type;
}
