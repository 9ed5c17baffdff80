/** Which words mean the same, as WordNet 3.0 has it. */
export interface Lexicon {
  /**
   * All single words in lower case that share a meaning with the word or with one of its base forms: what nltk's
   * `wordnet.synsets(word)` and its lemmas come to for METEOR. A new set each time; without the word itself where
   * WordNet does not know it.
   */
  synonymsOf(word: string): Set<string>;
}

/** WordNet's parts of speech: noun, verb, adjective, adverb. */
const partsOfSpeech = ["noun", "verb", "adj", "adv"] as const;
type PartOfSpeech = (typeof partsOfSpeech)[number];

/** Endings and what is put in their place. */
type Rules = readonly (readonly [old: string, fresh: string])[];

/** Endings that WordNet's morphology takes off, and what it puts in their place (morphy, WordNet 3.0). */
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
  /** By lower-case word, the single words of each of its meanings that are written in lower case. */
  readonly meanings: ReadonlyMap<string, readonly (readonly string[])[]>;
  /** Irregular forms and what they may come from. */
  readonly exceptions: ReadonlyMap<string, readonly string[]>;
}

/**
 * Reads the table that scripts/build-wordnet-table.mjs writes. For each part of speech, in the order above, two blocks
 * parted by an empty line: one meaning a line, its words parted by spaces; then one irregular form a line with its
 * bases. A word with a capital letter is a key of its meaning in lower case, and no synonym: METEOR compares in lower case.
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
        for (const form of baseForms(word, section, rules)) {
          for (const meaning of section.meanings.get(form) ?? []) {
            for (const synonym of meaning) synonyms.add(synonym);
          }
        }
      }
      return synonyms;
    },
  };
}

function readSection(meaningBlock: string, exceptionBlock: string): Section {
  const meanings = new Map<string, string[][]>();
  for (const line of linesOf(meaningBlock)) {
    const words = line.split(" ");
    const synonyms = words.filter((word) => word === word.toLowerCase());
    for (const word of words) {
      const key = word.toLowerCase();
      const known = meanings.get(key);
      if (known) known.push(synonyms);
      else meanings.set(key, [synonyms]);
    }
  }
  const exceptions = linesOf(exceptionBlock).map((line) => {
    const [form = "", ...bases] = line.split(" ");
    return [form, bases] as const;
  });
  return { meanings, exceptions: new Map(exceptions) };
}

function linesOf(block: string): string[] {
  return block.split("\n").filter((line) => line !== "");
}

/** The forms under which WordNet knows a word, as nltk 3.9.1 finds them: one ending is taken off, once. */
function baseForms(word: string, { meanings, exceptions }: Section, rules: Rules): string[] {
  const bases = exceptions.get(word) ?? takeEndingsOff(word, rules);
  return [word, ...bases].filter((form) => meanings.has(form));
}

function takeEndingsOff(word: string, rules: Rules): string[] {
  return rules
    .filter(([old]) => word.endsWith(old))
    .map(([old, fresh]) => word.slice(0, word.length - old.length) + fresh);
}
