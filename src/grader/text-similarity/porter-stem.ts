/**
 * The stem of a word in lower case by Porter's algorithm (An algorithm for suffix stripping, 1980) as nltk 3.9.1 extends
 * it (its mode NLTK_EXTENSIONS): irregular words, no change to words of up to two letters, and other endings in steps
 * 1a, 1b, 1c and 2.
 */
export function porterStem(word: string): string {
  const irregular = irregulars.get(word);
  if (irregular !== undefined) return irregular;
  // In code points: a letter and an emoji are two.
  if (word.length <= 4 && Array.from(word).length <= 2) return word;
  return steps.reduce((stem, step) => step(stem), word);
}

const irregulars: ReadonlyMap<string, string> = new Map([
  ["skies", "sky"],
  ["dying", "die"],
  ["lying", "lie"],
  ["tying", "tie"],
  ["innings", "inning"],
  ["outings", "outing"],
  ["cannings", "canning"],
  ...["sky", "news", "inning", "outing", "canning", "howe", "proceed", "exceed", "succeed"].map(
    (word) => [word, word] as const,
  ),
]);

/** What must hold of the stem for a rule to apply. */
type Condition = (stem: string) => boolean;
type Rule = readonly [suffix: string, replacement: string, condition: Condition];

const always: Condition = () => true;
const hasMeasure: Condition = (stem) => measure(stem) > 0;
const hasLargeMeasure: Condition = (stem) => measure(stem) > 1;

function rules(table: Readonly<Record<string, string>>, condition: Condition): Rule[] {
  return Object.entries(table).map(([suffix, replacement]) => [suffix, replacement, condition]);
}

/** Applies the first rule whose suffix matches; if its condition does not hold, no other is tried. */
function applyRules(word: string, list: readonly Rule[]): string {
  for (const [suffix, replacement, condition] of list) {
    if (!word.endsWith(suffix)) continue;
    const stem = word.slice(0, word.length - suffix.length);
    return condition(stem) ? stem + replacement : word;
  }
  return word;
}

const plurals = rules({ sses: "ss", ies: "i", ss: "ss", s: "" }, always);

function step1a(word: string): string {
  return word.length === 4 && word.endsWith("ies") ? word.slice(0, -1) : applyRules(word, plurals);
}

function step1b(word: string): string {
  if (word.endsWith("ied")) return word.slice(0, word.length === 4 ? -1 : -2);
  if (word.endsWith("eed")) return hasMeasure(word.slice(0, -3)) ? word.slice(0, -1) : word;
  const ending = ["ed", "ing"].find(
    (suffix) => word.endsWith(suffix) && hasVowel(word.slice(0, -suffix.length)),
  );
  return ending === undefined ? word : mendStem(word.slice(0, -ending.length));
}

/** Gives a stem that lost -ed or -ing the end it would have as a word: hop(p)ing, fil(e)ing, siz(e)d. */
function mendStem(stem: string): string {
  if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`;
  const last = stem.charAt(stem.length - 1);
  if (stem.length > 1 && last === stem.charAt(stem.length - 2) && isConsonant(stem, stem.length - 1)) {
    return "lsz".includes(last) ? stem : stem.slice(0, -1);
  }
  return measure(stem) === 1 && endsShort(stem) ? `${stem}e` : stem;
}

const finalY: Rule[] = [["y", "i", (stem) => stem.length > 1 && isConsonant(stem, stem.length - 1)]];

const doubleSuffixes: Rule[] = [
  ...rules(
    {
      ational: "ate",
      tional: "tion",
      enci: "ence",
      anci: "ance",
      izer: "ize",
      bli: "ble",
      alli: "al",
      entli: "ent",
      eli: "e",
      ousli: "ous",
      ization: "ize",
      ation: "ate",
      ator: "ate",
      alism: "al",
      iveness: "ive",
      fulness: "ful",
      ousness: "ous",
      aliti: "al",
      iviti: "ive",
      biliti: "ble",
      fulli: "ful",
    },
    hasMeasure,
  ),
  // The l counts as part of the stem, so that geologi becomes geolog as archaeologi becomes archaeolog.
  ["logi", "log", (stem) => hasMeasure(`${stem}l`)],
];

function step2(word: string): string {
  const stem = word.slice(0, -4);
  return word.endsWith("alli") && hasMeasure(stem) ? step2(`${stem}al`) : applyRules(word, doubleSuffixes);
}

const step3Suffixes = rules(
  { icate: "ic", ative: "", alize: "al", iciti: "ic", ical: "ic", ful: "", ness: "" },
  hasMeasure,
);

const dropIfLong = (suffix: string): Rule => [suffix, "", hasLargeMeasure];
const step4Suffixes: Rule[] = [
  ...["al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent"].map(dropIfLong),
  ["ion", "", (stem) => hasLargeMeasure(stem) && /[st]$/.test(stem)],
  ...["ou", "ism", "ate", "iti", "ous", "ive", "ize"].map(dropIfLong),
];

function step5a(word: string): string {
  if (!word.endsWith("e")) return word;
  const stem = word.slice(0, -1);
  const size = measure(stem);
  return size > 1 || (size === 1 && !endsShort(stem)) ? stem : word;
}

function step5b(word: string): string {
  return word.endsWith("ll") && hasLargeMeasure(word.slice(0, -1)) ? word.slice(0, -1) : word;
}

const steps: readonly ((word: string) => string)[] = [
  step1a,
  step1b,
  (word) => applyRules(word, finalY),
  step2,
  (word) => applyRules(word, step3Suffixes),
  (word) => applyRules(word, step4Suffixes),
  step5a,
  step5b,
];

/** Marks the consonants: all but a, e, i, o, u and a y after a consonant. */
function markConsonants(word: string): boolean[] {
  const marks: boolean[] = [];
  for (let at = 0; at < word.length; at++) {
    const letter = word.charAt(at);
    marks.push(letter === "y" ? marks[at - 1] !== true : !"aeiou".includes(letter));
  }
  return marks;
}

function isConsonant(word: string, at: number): boolean {
  return markConsonants(word)[at] ?? false;
}

function hasVowel(word: string): boolean {
  return markConsonants(word).includes(false);
}

/** How many times a vowel is followed by a consonant. */
function measure(stem: string): number {
  const marks = markConsonants(stem);
  return marks.filter((mark, at) => mark && marks[at - 1] === false).length;
}

/** Whether the word ends in consonant, vowel, consonant other than w, x, y; or is one vowel and one consonant. */
function endsShort(word: string): boolean {
  const [first, second, third] = markConsonants(word).slice(-3);
  if (word.length === 2) return first === false && second === true;
  return first === true && second === false && third === true && !/[wxy]$/.test(word);
}
