import type { Lexicon } from "./lexicon.js";
import { porterStem } from "./porter-stem.js";

const alpha = 0.9;
const beta = 3;
const gamma = 0.5;

/**
 * The metric `meteor`: nltk 3.9.1's `meteor_score` with one reference and its default parameters. Words are matched as
 * they are, then by stem, then by WordNet's synonyms of the stem, from the end of both texts. A text compared with
 * itself earns 1 - 0.5 / (tokens ^ 3): 0.5 if it is one word.
 */
export function meteor(input: readonly string[], reference: readonly string[], lexicon: Lexicon): number {
  const matches = matchWords(input, reference, lexicon);
  if (matches.length === 0) return 0;
  const precision = matches.length / input.length;
  const recall = matches.length / reference.length;
  const mean = (precision * recall) / (alpha * precision + (1 - alpha) * recall);
  return (1 - gamma * (countChunks(matches) / matches.length) ** beta) * mean;
}

/** A position in the input and its match's position in the reference. */
type Match = readonly [input: number, reference: number];

interface Word {
  readonly text: string;
  readonly at: number;
}

/** The matches in the order of the input. */
function matchWords(input: readonly string[], reference: readonly string[], lexicon: Lexicon): Match[] {
  const matches: Match[] = [];
  let left = input.map(toWord);
  let right = reference.map(toWord);
  const match = (optionsOf: (word: string) => Iterable<string>) => {
    const found = matchStage(left, right, optionsOf);
    const [inputs, references] = [new Set(found.map(([at]) => at)), new Set(found.map(([, at]) => at))];
    left = left.filter(({ at }) => !inputs.has(at));
    right = right.filter(({ at }) => !references.has(at));
    matches.push(...found);
  };
  match((word) => [word]);
  // nltk keeps the stems for its last stage, which therefore asks for the synonyms of stems.
  left = left.map(stemWord);
  right = right.map(stemWord);
  match((word) => [word]);
  match((word) => lexicon.synonymsOf(word).add(word));
  return matches.toSorted(([a], [b]) => a - b);
}

function toWord(token: string, at: number): Word {
  return { text: token.toLowerCase(), at };
}

function stemWord({ text, at }: Word): Word {
  return { text: porterStem(text), at };
}

/** Matches each word of the input, last first, with the last free word of the reference among its options. */
function matchStage(
  input: readonly Word[],
  reference: readonly Word[],
  optionsOf: (word: string) => Iterable<string>,
): Match[] {
  const free = new Map<string, number[]>();
  for (const { text, at } of reference) {
    const places = free.get(text);
    if (places) places.push(at);
    else free.set(text, [at]);
  }
  const matches: Match[] = [];
  for (const { text, at } of input.toReversed()) {
    const places = lastOf([...optionsOf(text)].map((option) => free.get(option) ?? []));
    const place = places.pop();
    if (place !== undefined) matches.push([at, place]);
  }
  return matches;
}

/** The list whose last position is highest. */
function lastOf(lists: readonly number[][]): number[] {
  return lists.reduce((last, list) => ((list.at(-1) ?? -1) > (last.at(-1) ?? -1) ? list : last), []);
}

/** Counts the runs of matches that are adjacent in both texts. */
function countChunks(matches: readonly Match[]): number {
  return matches.filter(([input, reference], index) => {
    const before = matches[index - 1];
    return before === undefined || input !== before[0] + 1 || reference !== before[1] + 1;
  }).length;
}
