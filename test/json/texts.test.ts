import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { markNumbers, restoreNumbers } from "#json/keep-numbers.js";
import { createJsonValueSplitter } from "#json/split-json-values.js";

/** The values of a document that comes in pieces of a size. */
function split(document: string, size = document.length + 1) {
  const splitter = createJsonValueSplitter();
  const values = [];
  for (let start = 0; start < document.length; start += size) {
    values.push(...splitter.add(document.slice(start, start + size)));
  }
  return { values, ...splitter.finish() };
}

describe("createJsonValueSplitter", () => {
  it("cuts an array as JSON.parse reads it, however it is written and wherever the pieces end", () => {
    const any = fc.array(fc.jsonValue());
    fc.assert(
      fc.property(any, fc.constantFrom(0, 1, 4), fc.integer({ min: 1, max: 40 }), (array, indent, size) => {
        const text = JSON.stringify(array, null, indent);
        const { values, isOpen, rest } = split(text, size);
        expect(values.map((value) => JSON.parse(value.text) as unknown)).toEqual(JSON.parse(text));
        expect({ isOpen, rest }).toEqual({ isOpen: false });
      }),
      { numRuns: 2000 },
    );
  });

  it("cuts objects that stand one after the other, over lines or not", () => {
    const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue()));
    fc.assert(
      fc.property(objects, fc.constantFrom(0, 2), fc.constantFrom("", "\n", " "), (values, indent, gap) => {
        const text = values.map((value) => JSON.stringify(value, null, indent)).join(gap);
        expect(split(text).values.map((value) => value.text)).toEqual(
          values.map((value) => JSON.stringify(value, null, indent)),
        );
      }),
    );
  });

  it.each([
    ['[\n  {"a": 1},\n\n  {"b": "]\\"},{"}\n]', [2, 4]],
    ["[1,\n2\n,3]", [1, 2, 3]],
    ['{"a":\n1}\n{"b":2}', [1, 3]],
    ["[]\n[{}]", [2]],
  ])("says on which line each value of %j begins", (text, lines) => {
    expect(split(text).values.map(({ line }) => line)).toEqual(lines);
  });

  it.each([
    ['[{"a": 1}', { rest: undefined, isOpen: true }],
    ['[{"a": 1},\n{"b', { rest: { text: '{"b', line: 2 }, isOpen: true }],
    ['{"a": "x', { rest: { text: '{"a": "x', line: 1 }, isOpen: false }],
    ["", { rest: undefined, isOpen: false }],
  ])("gives what is left of %j, which was cut off", (text, expected) => {
    const { rest, isOpen } = split(text);
    expect({ rest, isOpen }).toEqual(expected);
  });

  it("never throws, and loses no text but white space and the array's own signs", () => {
    const signs = fc.string({ unit: fc.constantFrom(...'[ ] { } " , \\ \n 1 a'.split(" "), " ") });
    fc.assert(
      fc.property(signs, fc.integer({ min: 1, max: 5 }), (text, size) => {
        const { values, rest } = split(text, size);
        const kept = [...values, ...(rest ? [rest] : [])].map((value) => value.text).join("");
        const bare = (written: string) => written.replaceAll(/[\s,[\]]/g, "");
        expect(bare(kept)).toBe(bare(text));
      }),
      { numRuns: 3000 },
    );
  });
});

describe("markNumbers and restoreNumbers", () => {
  it.each([
    '{"a":1.0,"b":[1e5,-0,0.10,12345678901234567890,1E+2],"c":{"d":1.5}}',
    '{"1.0":"2.0","say \\"3.0\\"":"\\\\","x":4.0}',
    "1.0",
    "[[],{},true,null]",
  ])("give %s back through JSON.parse and JSON.stringify", (json) => {
    expect(restoreNumbers(JSON.stringify(JSON.parse(markNumbers(json))))).toBe(json);
  });

  it("change nothing where JavaScript writes every number as it stood", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.stringify(value);
        expect(markNumbers(json)).toBe(json);
        expect(restoreNumbers(json)).toBe(json);
      }),
    );
  });
});
