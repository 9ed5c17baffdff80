import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findJsonFault } from "#json/find-json-fault.js";

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe("findJsonFault", () => {
  it.each([
    ['{"a": NaN}', 6, "NaN"],
    ['{"a": -Infinity}', 6, "Infinity"],
    ['{"a": 1} // note', 9, "comments"],
    ["{'a': 1}", 1, "double quotes"],
    ['{"a": None}', 6, "Python"],
    ['{"a": 1,}', 8, "name in double quotes"],
    ["[1,]", 3, "a value"],
    ['{"a" 1}', 5, '":"'],
    ['{"a": 1 "b": 2}', 8, '","'],
    ['{"a": 1}}', 8, "after the end"],
    ['{"a": 1}{"a": 2}', 8, "after the end"],
    ['{"a": "x\ty"}', 8, "\\u0009"],
    ['{"a": "\\x41"}', 7, "backslash"],
    ['{"a": "\\u12"}', 7, "backslash"],
    ["[01]", 2, '","'],
    ["[1.]", 2, '","'],
    ["[+1]", 1, "a value"],
    ["\uFEFF{}", 0, "byte order mark"],
    ["[1]]", 3, "after the end"],
    ["[1}", 2, '","'],
  ])("places what is wrong in %s", (text, offset, reason) => {
    const fault = findJsonFault(text);
    expect(fault).toMatchObject({ offset });
    expect(fault?.reason).toContain(reason);
    expect(isJson(text)).toBe(false);
  });

  it.each(['{"a": [1, 2', '{"a', '{"a":', "[", '"\\u12', '"\\', "-", "1e", "tr", '{"a": {"b": "c"}'])(
    "sees that %s is cut off",
    (text) => {
      expect(findJsonFault(text)).toMatchObject({ kind: "cut", offset: text.length });
    },
  );

  it("agrees with JSON.parse on what is JSON, on texts near JSON", () => {
    const near = fc
      .tuple(
        fc.json({ maxDepth: 4 }),
        fc.nat(),
        fc.constantFrom("", ",", "}", "]", '"', "\\", "0", "e", ".", "\n", "\u0001"),
      )
      .chain(([json, at, piece]) => {
        const place = at % (json.length + 1);
        return fc.constantFrom(
          json,
          json.slice(0, place) + piece + json.slice(place),
          json.slice(0, place) + piece + json.slice(place + 1),
          json.slice(0, place),
        );
      });
    fc.assert(
      fc.property(near, (text) => {
        expect(findJsonFault(text) === undefined).toBe(isJson(text));
      }),
      { numRuns: 5000 },
    );
  });

  it("agrees with JSON.parse on strings of JSON's own characters", () => {
    const letters = fc.constantFrom(...'{}[]:,"\\u0123eE+-.truefalsn \n\t'.split(""));
    fc.assert(
      fc.property(fc.string({ unit: letters, maxLength: 12 }), (text) => {
        expect(findJsonFault(text) === undefined).toBe(isJson(text));
      }),
      { numRuns: 20_000 },
    );
  });

  it("finds the fault of a cut text only at its end: what stands there could go on", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.nat(), (json, at) => {
        const text = json.slice(0, at % json.length);
        const fault = findJsonFault(text);
        expect(fault === undefined || fault.kind === "cut").toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it("needs no stack for depth, and no time for length", () => {
    expect(findJsonFault("[".repeat(1_000_000))).toMatchObject({ kind: "cut", offset: 1_000_000 });
    expect(findJsonFault(`["${"a".repeat(5_000_000)}`)).toMatchObject({ kind: "cut" });
    expect(findJsonFault(`[${"1".repeat(3_000_000)}x]`)).toMatchObject({ kind: "wrong", offset: 3_000_001 });
  });
});
