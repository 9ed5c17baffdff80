import { pythonClasses, trimmedLength } from "./python-text.js";
import { holdsSentenceBreak } from "./sentence-break.js";

/** A part of a text, `end` excluded. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The sentences of an English text, as nltk's Punkt splits them (Kiss and Strunk, Unsupervised Multilingual Sentence
 * Boundary Detection, 2006): the same candidates and the same decisions, with our own word lists in place of the
 * trained model, which is not shipped. White space between two sentences belongs to neither.
 */
export function splitSentences(text: string): string[] {
  return realign(text, cutAtBreaks(text)).map(({ start, end }) => text.slice(start, end));
}

function cutAtBreaks(text: string): Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (const { context, end, next } of findCandidates(text)) {
    if (!holdsSentenceBreak(context)) continue;
    spans.push({ start, end });
    start = next;
  }
  spans.push({ start, end: trimmedLength(text) });
  return spans;
}

/** A mark that may end a sentence. */
interface Candidate {
  /** The word before the mark, the mark, and what follows it: a closing mark, or white space and a token. */
  readonly context: string;
  /** The offset after the mark. */
  readonly end: number;
  /** Where the next sentence would start. */
  readonly next: number;
}

const { space } = pythonClasses;
const mark = new RegExp(
  String.raw`[.?!](?=(?<closer>[)";}\]*:@'({[?!])|(?<gap>[${space}]+)(?<token>[^${space}]+))`,
  "gu",
);

/** If one word has several marks, only the last is a candidate. */
function* findCandidates(text: string): Generator<Candidate> {
  let word: Span = { start: 0, end: 0 };
  let candidate: Candidate | undefined;
  for (const { index, groups = {} } of text.matchAll(mark)) {
    const lastSpace = findLastSpace(text, { start: word.end, end: index });
    // A space that is the first character searched does not count: nltk's own search does the same.
    const before = { start: lastSpace > word.end ? lastSpace + 1 : word.start, end: index };
    if (candidate && word.end <= before.start) yield candidate;
    const { closer = "", gap = "", token = "" } = groups;
    const end = index + 1;
    candidate = {
      context: text.slice(before.start, end) + closer + gap + token,
      end,
      next: end + gap.length,
    };
    word = before;
  }
  if (candidate) yield candidate;
}

/** The offset of the last ASCII white space in a part of the text; -1 if there is none. */
function findLastSpace(text: string, { start, end }: Span): number {
  for (let at = end - 1; at >= start; at--) {
    if (isAsciiSpace(text.charCodeAt(at))) return at;
  }
  return -1;
}

function isAsciiSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

const closing = new RegExp(`["')\\]}]+?(?:[${space}]+|(?=--)|$)`, "uy");

/** Moves closing quotes and brackets from the start of a sentence back to the end of the one before. */
function realign(text: string, spans: readonly Span[]): Span[] {
  const realigned: Span[] = [];
  let moved = 0;
  for (const [index, { start, end }] of spans.entries()) {
    const own = { start: start + moved, end };
    const next = spans[index + 1];
    const closed = next && matchClosing(text.slice(next.start, next.end));
    moved = closed?.length ?? 0;
    if (next && closed !== undefined) {
      realigned.push({ start: own.start, end: next.start + trimmedLength(closed) });
    } else if (own.start < own.end) {
      realigned.push(own);
    }
  }
  return realigned;
}

function matchClosing(sentence: string): string | undefined {
  closing.lastIndex = 0;
  return closing.exec(sentence)?.[0];
}
