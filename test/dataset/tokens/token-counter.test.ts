import { get_encoding as getEncoding } from "tiktoken";
import { describe, expect, it, test } from "vitest";
import { createTokenCounter } from "#dataset/tokens/token-counter.js";

const counter = await createTokenCounter();
const oracle = getEncoding("o200k_base");

/** What OpenAI's own code counts; names of special tokens as plain text, lone surrogates as U+FFFD. */
function expectedCount(text: string): number {
  return oracle.encode_ordinary(Buffer.from(text).toString()).length;
}

/** The texts that are counted otherwise than by the oracle: a failure names them. */
function differences(texts: Iterable<string>): string[] {
  const found: string[] = [];
  for (const text of texts) if (counter.count(text) !== expectedCount(text)) found.push(text);
  return found;
}

/** A generator of numbers below a bound: the same at every run. */
function createRandom(seed: number) {
  let state = seed;
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe("known counts", () => {
  it.each([
    ["", 0],
    ["hello world", 2],
    ["1234567", 3],
    ["<|endoftext|>", 7],
    ["\u{feff}abc", 2],
    ["a".repeat(128), 16],
  ])("%j is %d tokens", (text, tokens) => {
    expect(counter.count(text)).toBe(tokens);
  });
});

describe("where the pattern's order of preference shows", () => {
  it.each([
    // marks: before a word, in a word, alone, behind symbols
    "\u{301}AB's x",
    "\u{301}'s",
    "\u{301}\u{301}A",
    "!\u{301}a",
    "!!\u{301}a",
    " \u{301}x",
    "a\u{301}B\u{301}c",
    // capitals, letters without case, modifiers, title case
    "ABCdef",
    "AB中CDe",
    "中AAAA",
    "ʰAʰb",
    "ǅungla ǅ",
    // contractions, with the long s that Unicode folds to s
    "x's x'S x'ſ x'st x'LL x'Ve x'RE x'D x'x x'",
    "'s 'tis",
    // white space: before words, before line ends, at the end; U+FEFF is none, U+0085 is
    "a  b   ",
    " \n \n  x",
    "\u{3000}\u{3000}x",
    "\u{feff}\u{feff}a \u{feff}",
    "\u{85}\u{85}a",
    "\t x\t\tx",
    // symbols take line ends and slashes with them
    "//\n\n//\r\nx",
    "a!\n/ b",
    " ?\n",
    // digits in threes, of any script
    "12345678",
    "٣٣٣٣½Ⅷ",
    // half a pair of surrogates
    "\u{d800}x\u{dc00}",
  ])("%j", (text) => {
    expect(counter.count(text)).toBe(expectedCount(text));
  });
});

const troublesome = [
  "a|B|é|É|ǅ|ʰ|中|ß|İ|1|٣|½|!|_|/|😀| |  |\t|\n|\r\n|\u{85}|\u{a0}|\u{3000}|\u{feff}|\u{200b}|\u{2028}|\u{301}|\u{d800}",
  "'|'s|'S|'ſ|'re|'LL|//|...|0x1F|hello|World|XMLHttp|https://|👩‍💻|日本語|नमस्ते|สวัสดี|مرحبا",
  "<|endoftext|>",
].flatMap((pieces) => (pieces.startsWith("<") ? pieces : pieces.split("|")));

function* generatedTexts(count: number): Generator<string> {
  const random = createRandom(1);
  for (let index = 0; index < count; index++) {
    yield Array.from({ length: 1 + random(12) }, () =>
      random(8) === 0
        ? String.fromCodePoint(random(0x30000))
        : (troublesome[random(troublesome.length)] ?? ""),
    ).join("");
  }
}

const generated = Number(process.env["RFT_TOKEN_TEXTS"] ?? 30_000);

test(`${generated} generated texts (RFT_TOKEN_TEXTS=300000 for more) count as tiktoken counts them`, () => {
  expect(differences(generatedTexts(generated))).toEqual([]);
}, 300_000);

test("every character of planes 0 to 3 and 14 counts so, beside words, spaces, symbols, digits and contractions", () => {
  function* textsOfCharacters() {
    for (const plane of [0, 1, 2, 3, 14]) {
      for (let low = 0; low < 0x10000; low += 4) {
        const text = [0, 1, 2, 3].map((offset) => {
          const character = String.fromCodePoint(plane * 0x10000 + low + offset);
          return `${character}a${character} ${character}!${character}A${character}'${character}\n${character}'s${character}1`;
        });
        yield text.join("");
      }
    }
  }
  expect(differences(textsOfCharacters())).toEqual([]);
}, 120_000);

const runs: [string, (random: (below: number) => number) => string][] = [
  ["letters", (random) => String.fromCodePoint(97 + random(26))],
  ["one letter", () => "a"],
  ["spaces", () => " "],
  ["equals signs", () => "="],
  ["CJK", (random) => String.fromCodePoint(0x4e00 + random(5000))],
  ["digits", () => "7"],
  ["line ends", () => "\n"],
];

function makeRun(make: (random: (below: number) => number) => string, length: number): string {
  const random = createRandom(length);
  return Array.from({ length }, () => make(random)).join("");
}

describe("an unbroken run", () => {
  // From 100 to 1,000 lies the change from one way of merging to the other. The oracle's own time grows with the square.
  it.each(runs)(
    "of %s counts as tiktoken counts it",
    (_, make) => {
      const lengths = [100, 133, 134, 200, 399, 400, 401, 1_000, 10_000];
      expect(differences(lengths.map((length) => makeRun(make, length)))).toEqual([]);
    },
    60_000,
  );

  it.skipIf(process.env["RFT_TOKEN_TEXTS"] === undefined).each(runs)(
    "of 100,000 %s, too (skipped where RFT_TOKEN_TEXTS is not set: the oracle takes minutes)",
    (_, make) => {
      expect(differences([makeRun(make, 100_000)])).toEqual([]);
    },
    600_000,
  );

  it.each(runs)("of %s counts the same in turns, whatever stands before and behind", async (_, make) => {
    const words = "the sum of two numbers ".repeat(5_000);
    const text = `${words}${makeRun(make, 100_000)}é ${words}`;
    const expected = counter.count(text);
    expect(await counter.countInTurns(text, "text")).toBe(expected);
    const bytes = Buffer.from(text).toString("latin1");
    expect(await counter.countInTurns(bytes, "bytes")).toBe(expected);
  });

  it("that is counted in turns ends with the reason of the signal", async () => {
    const controller = new AbortController();
    const counted = counter.countInTurns("a".repeat(8_000_000), "text", controller.signal);
    setImmediate(() => controller.abort(new Error("enough")));
    await expect(counted).rejects.toThrow("enough");
  });

  it.each([runs[0]!, runs[2]!, runs[4]!])(
    "of %s takes time in proportion to its length",
    (_, make) => {
      const milliseconds = (length: number): number => {
        const run = makeRun(make, length);
        const times = [1, 2, 3].map(() => {
          const before = process.cpuUsage();
          counter.count(run);
          return process.cpuUsage(before).user / 1000;
        });
        return Math.min(...times);
      };
      milliseconds(20_000);
      // 10 where it is exactly linear; 100 where it is quadratic.
      expect(milliseconds(200_000) / milliseconds(20_000)).toBeLessThan(25);
    },
    60_000,
  );
});
