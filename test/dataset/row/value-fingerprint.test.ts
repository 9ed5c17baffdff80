import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesOfText } from "#json/byte-text.js";
import { fingerprint } from "#dataset/row/value-fingerprint.js";
import type { JsonValue } from "#json/json-value.js";

function turned(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, part]) => [key, turned(part)]),
  );
}

const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as JsonValue);

describe("fingerprint", () => {
  it("does not see the order of keys, nor in which form a text is", () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(fingerprint(turned(value))).toEqual(fingerprint(value));
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        const [asText, asBytes] = [fingerprint(text), fingerprint(bytesOfText(text), "bytes")];
        expect(asBytes).toEqual(asText);
      }),
    );
  });

  it("tells texts apart that differ in any one bit, or in the order of their parts", () => {
    const text = Array.from({ length: 200 }, (_, index) => String.fromCharCode(97 + ((index * 7) % 26))).join(
      "",
    );
    const hashes = new Set([fingerprint(text).hash]);
    let others = 1;
    for (let index = 0; index < text.length; index++) {
      for (let bit = 0; bit < 7; bit++, others++) {
        const code = text.charCodeAt(index) ^ (1 << bit);
        hashes.add(
          fingerprint(text.slice(0, index) + String.fromCharCode(code) + text.slice(index + 1)).hash,
        );
      }
    }
    for (let part = 4; part < text.length; part += 4, others++) {
      hashes.add(fingerprint(text.slice(part) + text.slice(0, part)).hash);
    }
    expect(hashes.size).toBe(others);
  });

  it("has no two equal hashes among 200,000 numbered prompts", () => {
    const template = "Read the note and answer with the number alone. The note has the number ";
    const hashes = new Set<number>();
    for (let row = 0; row < 200_000; row++) hashes.add(fingerprint(`${template}${row}.`, "bytes").hash);
    expect(hashes.size).toBe(200_000);
  });

  it("sees every unbroken run of 20, wherever it begins, and none in words", () => {
    for (const run of [20, 21, 60]) {
      for (let before = 0; before < 100; before++) {
        const text = `${"ab ".repeat(before).slice(0, before)} ${"x".repeat(run)} ${"ab ".repeat(20)}`;
        expect(fingerprint(text, "bytes").hasLongRun, `${run} at ${before}`).toBe(true);
        expect(fingerprint(text.slice(0, before + 1 + run), "bytes").hasLongRun).toBe(true);
      }
    }
    for (let before = 0; before < 100; before++) {
      const text = `${"ab ".repeat(before).slice(0, before)} ${"x".repeat(15)} ${"数é".repeat(30)} x`;
      expect(fingerprint(text).hasLongRun, String(before)).toBe(false);
    }
    expect(fingerprint(["x".repeat(20)]).hasLongRun).toBe(true);
    expect(fingerprint("x".repeat(70_000)).hasLongRun).toBe(true);
  });
});
