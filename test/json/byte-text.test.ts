import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesOfText, isAsciiText, isBlankBytes, textOfBytes } from "#json/byte-text.js";
import { jsonLines, validateBytes } from "#test/support/bytes.js";

const text = fc.string({ unit: "binary" }).map((value) => Buffer.from(value).toString());
const blank = fc
  .array(
    fc.constantFrom(
      ...Array.from(" \t\n\r\v\f\u00a0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000\ufeff\u0085x\u00e3"),
    ),
  )
  .map((characters) => characters.join(""));

describe("byte text", () => {
  it("is the text again, whatever the text", () => {
    fc.assert(
      fc.property(text, (value) => {
        const bytes = bytesOfText(value);
        expect(textOfBytes(bytes)).toBe(value);
        expect(/^[\0-\u00ff]*$/.test(bytes)).toBe(true);
        expect(isAsciiText(bytes)).toBe(isAsciiText(value));
      }),
    );
  });

  it("is blank where the text is", () => {
    fc.assert(
      fc.property(fc.oneof(blank, text), (value) => {
        expect(isBlankBytes(bytesOfText(value))).toBe(value.trim() === "");
      }),
      { numRuns: 2000 },
    );
  });
});

/** The same rows as UTF-8, and with every character outside ASCII as an escape, which is read in another way. */
function escaped(rows: string): string {
  return rows.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

const word = fc.constantFrom("é", "数", "😀", "\u3000", " ", "x", "É", "ß", "think carefully", "日本 json");
const words = fc.array(word, { maxLength: 3 }).map((list) => list.join(""));
const message = fc.record({ role: fc.constantFrom("user", "usér", "system"), content: words });
const row = fc.record(
  {
    messages: fc.array(message, { maxLength: 2 }),
    antwort: words,
    größe: fc.oneof(words, fc.array(words)),
    response_format: fc.record({ type: words }),
  },
  { requiredKeys: ["messages"] },
);

describe("a row outside ASCII", () => {
  it("is judged alike, and described in the same words, written out and as escapes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), async (rows) => {
        const plain = jsonLines(rows);
        const references = [{ text: "item.größe[0]", path: ["größe", 0] }];
        const [a, b] = [
          await validateBytes(plain, { references }),
          await validateBytes(escaped(plain), { references }),
        ];
        expect(b.findings).toEqual(a.findings);
        expect(b.files[0]?.fields).toEqual(a.files[0]?.fields);
      }),
      { numRuns: 500 },
    );
  });
});
