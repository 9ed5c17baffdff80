import { describe, expect, it } from "vitest";
import { judgeShape } from "#dataset/read/document-shape.js";

const row = '{"a": 1}';

function judge(texts: readonly string[], ended: boolean) {
  return judgeShape(
    texts.map((text, index) => ({
      number: index + 1,
      text,
      encoded: false,
      place: { offset: 0, length: text.length },
    })),
    ended,
  );
}

describe("judgeShape", () => {
  it.each<[string, string[], ReturnType<typeof judge>]>([
    ["rows", [row, row], "lines"],
    ["one row", [row], "lines"],
    ["blank lines", ["", " "], "lines"],
    ["text that is no JSON", ["hello", "world"], "lines"],
    ["an array on one line", [`[${row}]`, row], "lines"],
    ["a row cut outside a string, and another", ['{"a": [', row], "lines"],
    ["a row cut outside a string, and more", ['{"a": [', row, row, row], "lines"],
    ["a row cut inside a string", ['{"a": "x', row], "lines"],
    ["a row cut off, alone", ['{"a": ['], "lines"],
    ["brackets around rows without commas", ["[", row, row, "]"], "lines"],
    ["an array of one row", ["[", row, "]"], "document"],
    ["an array of rows", ["[", `${row},`, row, "]"], "document"],
    ["an array that opens with its first row", [`[${row},`, `${row}]`], "document"],
    ["a pretty object", ["{", '"a": 1', "}"], "document"],
    ["pretty objects one after the other", ["{", '"a": 1', "}", "{", '"a": 1', "}"], "document"],
    ["a pretty object that is cut off", ["{", '"a": 1,'], "document"],
    ["a pretty array with a fault further down", ["[", `${row},`, `${row},`, "NaN,", `${row}]`], "document"],
    ["blank lines before a pretty object", ["", "{", "", '"a": 1', "}"], "document"],
  ])("takes %s for what it is", (_, texts, shape) => {
    expect(judge(texts, true)).toBe(shape);
  });

  it("waits for more lines while a document may come, and not for ever", () => {
    const array = ["[", ...Array.from({ length: 98 }, () => `${row},`)];
    expect(judge(array, false)).toBeUndefined();
    expect(judge([...array, `${row},`], false)).toBe("document");
    expect(judge(["[", `"${"x".repeat(1024 * 1024)}",`], false)).toBeUndefined();
    expect(judge(["[", `"${"x".repeat(1024 * 1024)}",`, `${row},`], false)).toBe("document");
    expect(judge([row], false)).toBe("lines");
    expect(judge([""], false)).toBeUndefined();
    expect(
      judge(
        Array.from({ length: 101 }, () => ""),
        false,
      ),
    ).toBe("lines");
  });
});
