import { type LineIndex, indexLines } from "./line-index.js";

/** Which words mean the same, according to WordNet 3.0. */
export interface Lexicon {
  /**
   * All single words in lower case that share a meaning with the word or with one of its base forms: what METEOR gets
   * from nltk's `wordnet.synsets(word)` and its lemmas. A new set each time, without the word itself if WordNet does
   * not know it.
   */
  synonymsOf(word: string): Set<string>;
}

/** WordNet's parts of speech: noun, verb, adjective, adverb. */
const partsOfSpeech = ["noun", "verb", "adj", "adv"] as const;
type PartOfSpeech = (typeof partsOfSpeech)[number];

/** Endings and their replacements. */
type Rules = readonly (readonly [old: string, fresh: string])[];

/** The endings that WordNet's morphology takes off, and their replacements (morphy, WordNet 3.0). */
const endings: Readonly<Record<PartOfSpeech, Rules>> = {
  noun: [
    ["s", ""],
    ["ses", "s"],
    ["ves", "f"],
    ["xes", "x"],
    ["zes", "z"],
    ["ches", "ch"],
    ["shes", "sh"],
    ["men", "man"],
    ["ies", "y"],
  ],
  verb: [
    ["s", ""],
    ["ies", "y"],
    ["es", "e"],
    ["es", ""],
    ["ed", "e"],
    ["ed", ""],
    ["ing", "e"],
    ["ing", ""],
  ],
  adj: [
    ["er", ""],
    ["est", ""],
    ["er", "e"],
    ["est", "e"],
  ],
  adv: [],
};

/** One part of speech. */
interface Section {
  /** One line for each meaning of a word. */
  readonly meanings: LineIndex;
  /** Irregular forms and what they may come from. */
  readonly exceptions: ReadonlyMap<string, readonly string[]>;
}

/**
 * Reads the table that scripts/build-wordnet-table.mjs writes. For each part of speech, in the order above, two blocks
 * with an empty line between them: one meaning per line, as words separated by spaces; then one irregular form per line
 * with its bases. A word with a capital letter is a key in lower case, but no synonym: METEOR compares in lower case.
 */
export function readLexicon(table: string): Lexicon {
  const blocks = table.split("\n\n");
  const sections = partsOfSpeech.map((part, index) => ({
    rules: endings[part],
    section: readSection(blocks[2 * index] ?? "", blocks[2 * index + 1] ?? ""),
  }));
  return {
    synonymsOf(word) {
      const synonyms = new Set<string>();
      for (const { section, rules } of sections) {
        for (const meaning of findMeanings(word, section, rules)) {
          for (const synonym of meaning.split(" ")) {
            if (synonym === synonym.toLowerCase()) synonyms.add(synonym);
          }
        }
      }
      return synonyms;
    },
  };
}

function readSection(meanings: string, exceptions: string): Section {
  const irregular = exceptions.split("\n").map((line) => {
    const [form = "", ...bases] = line.split(" ");
    return [form, bases] as const;
  });
  return { meanings: indexLines(meanings), exceptions: new Map(irregular) };
}

/** The meanings of a word and of its base forms, as nltk 3.9.1 finds them: one ending is taken off, once. */
function findMeanings(word: string, { meanings, exceptions }: Section, rules: Rules): string[] {
  if (word === "") return [];
  const bases = exceptions.get(word) ?? takeEndingsOff(word, rules);
  return [word, ...bases].flatMap(meanings);
}

function takeEndingsOff(word: string, rules: Rules): string[] {
  return rules
    .filter(([old]) => word.endsWith(old))
    .map(([old, fresh]) => word.slice(0, word.length - old.length) + fresh);
}
