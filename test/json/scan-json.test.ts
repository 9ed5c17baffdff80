import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJsonDocument } from "#document/parse-json-document.js";
import { countKeys, findDuplicateKey, hasDistinctKeys } from "#json/duplicate-keys.js";
import { findJsonFault } from "#json/find-json-fault.js";
import type { JsonValue } from "#json/json-value.js";
import { markNumbers, restoreNumbers } from "#json/keep-numbers.js";
import { parseKeepingNumbers } from "#json/number-texts.js";
import { endOfString, scanJson } from "#json/scan-json.js";
import { createJsonValueSplitter } from "#json/split-json-values.js";

const blank = fc.constantFrom("", "", " ", "\n\t", "\r\n ");
const string = fc.oneof(
  fc.string({ maxLength: 5 }).map((text) => JSON.stringify(text)),
  fc.constantFrom('"\\u0061"', '"\\\\"', '"\\":"', '"{[,]}"', '"\\\\\\":1.0"', '"\\\\\\\\"', '"1.0"'),
);
const number = fc
  .tuple(
    fc.constantFrom("", "-"),
    fc.constantFrom("0", "7", "12345678901234567890"),
    fc.constantFrom("", ".0", ".50"),
    fc.constantFrom("", "e5", "E-2"),
  )
  .map((parts) => parts.join(""));

function joined(open: string, parts: fc.Arbitrary<string[]>, close: string): fc.Arbitrary<string> {
  return fc.tuple(blank, parts).map(([gap, all]) => `${open}${gap}${all.join(",")}${close}`);
}

/** Any JSON text, in any spelling, with no key twice in an object. */
const { json } = fc.letrec<{ json: string; value: string; member: string }>((tie) => ({
  json: fc.tuple(blank, tie("value"), blank).map((parts) => parts.join("")),
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.oneof(string, number, fc.constantFrom("true", "false", "null")),
    joined("[", fc.array(tie("json"), { maxLength: 4 }), "]"),
    joined("{", fc.uniqueArray(tie("member"), { maxLength: 4, selector: keyOf }), "}"),
  ),
  member: fc.tuple(blank, string, blank, fc.constant(":"), tie("json")).map((parts) => parts.join("")),
}));

function keyOf(member: string): string {
  return Object.keys(JSON.parse(`{${member}}`) as object)[0] ?? "";
}

/** The scalars and keys of a value in the order in which they are written, if no key is an index. */
function leavesOf(value: JsonValue): JsonValue[] {
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  if (typeof value !== "object" || value === null) return [value];
  return Object.entries(value).flatMap(([key, part]) => [key, ...leavesOf(part)]);
}

function sorted(values: readonly JsonValue[]): string[] {
  return values
    .filter((value) => ["string", "number"].includes(typeof value))
    .map(String)
    .toSorted();
}

function split(text: string, size: number): string[] {
  const splitter = createJsonValueSplitter();
  const values = [];
  for (let at = 0; at < text.length; at += size) values.push(...splitter.add(text.slice(at, at + size)));
  return values.map((value) => value.text);
}

describe("what stands on the scanner, on any JSON", () => {
  it("reads what JSON.parse reads", () => {
    fc.assert(
      fc.property(json, fc.integer({ min: 1, max: 9 }), (text, size) => {
        const value = JSON.parse(text) as JsonValue;
        const tokens = [...scanJson(text)];
        const leaves = tokens.filter(({ kind }) => ["key", "string", "number"].includes(kind));
        const read = leaves.map(({ start, end }) => JSON.parse(text.slice(start, end)) as JsonValue);
        expect(sorted(read)).toEqual(sorted(leavesOf(value)));
        expect(tokens.filter(({ kind }) => kind === "key")).toHaveLength(countKeys(value));
        expect(findJsonFault(text)).toBeUndefined();
        expect(hasDistinctKeys(text, countKeys(value))).toBe(true);
        expect(parseKeepingNumbers(text).value).toEqual(value);
        const rewritten = JSON.stringify(JSON.parse(markNumbers(text)));
        expect(JSON.parse(restoreNumbers(rewritten))).toEqual(value);
        expect(parseJsonDocument(text, "any.json").value).toEqual(value);
        expect(split(`[${text}]`, size).map((one) => JSON.parse(one) as JsonValue)).toEqual([value]);
      }),
      { numRuns: 3000 },
    );
  });

  it("finds the key that stands twice, wherever that is", () => {
    fc.assert(
      fc.property(json, json, (before, after) => {
        const text = `[${before},{"a":${after},"b" : {"c":1,"\\u0063":2}}]`;
        expect(hasDistinctKeys(text, countKeys(JSON.parse(text) as JsonValue))).toBe(false);
        expect(findDuplicateKey(text, false)).toEqual({ key: "c", pointer: "/1/b/c" });
      }),
    );
  });

  it("takes 100,000 levels", () => {
    const levels = 100_000;
    const text = `${'{"a":['.repeat(levels)}1.0${"]}".repeat(levels)}`;
    expect(findJsonFault(text)).toBeUndefined();
    expect(hasDistinctKeys(text, levels)).toBe(true);
    expect(findDuplicateKey(text, false).key).toBe("");
    expect(parseKeepingNumbers(text).numbers?.size).toBe(1);
    expect(restoreNumbers(markNumbers(text)) === text).toBe(true);
    expect(split(`[${text}]`, 1000)[0] === text).toBe(true);
    expect(() => parseJsonDocument(text, "deep.json")).toThrow("nested deeper than 200 levels");
  });
});

describe("endOfString", () => {
  it.each([
    ['"a"', 0, 3],
    ['"a\\"b" ', 0, 6],
    ['"\\\\"', 0, 4],
    ['{"":', 1, 3],
    ['"a', 0, 3],
    ['"a\\"', 0, 5],
    // What stands before the opening quote escapes nothing in the string.
    ['\\""', 1, 3],
  ])("of %s", (text, open, end) => expect(endOfString(text, open)).toBe(end));
});
