import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { judgeSignature } from "#grader/parse/python-signature.js";

const body = ":\n  return 1";
const takes = (names: string) => `grade takes (${names}), and is called with a sample and an item`;

describe("a look at a source without Python", () => {
  test.each<[source: string, fault: string | undefined]>([
    [`def grade(sample, item)${body}`, undefined],
    [`def grade(\n  sample: dict[str, Any],\n  item: dict[str, Any],\n) -> float${body}`, undefined],
    [`def grade(sample, item, /)${body}`, undefined],
    [`def grade(sample, item, strict=True)${body}`, undefined],
    [`def grade(*both)${body}`, undefined],
    [`def grade(sample, item=f(1), other=")")${body}`, undefined],
    [`def grade(sample)${body}\ndef grade(sample, item)${body}`, undefined],
    ["from rewards import grade", undefined],
    ["grade = lambda sample, item: 1", undefined],
    [`def grade()${body}`, takes("")],
    [`def grade(sample)${body}`, takes("sample")],
    [`def grade(sample: dict[str, Any])${body}`, takes("sample")],
    [`import x\n\nasync def grade(a, b, c)${body}`, takes("a, b, c")],
    [`def grader(sample, item)${body}`, "source defines no function grade"],
    ["", "source defines no function grade"],
  ])("%j", (source, fault) => expect(judgeSignature(source)).toBe(fault));

  it("takes any text, in time", () => {
    const text = fc
      .array(fc.constantFrom("def grade", "(", ")", "[", "]", ",", "\n", " ", "a", "*"))
      .map((parts) => parts.join(""));
    fc.assert(fc.property(text, (source) => void judgeSignature(source)));
    expect(judgeSignature("def grade(".repeat(20_000))).toBeUndefined();
  });
});
