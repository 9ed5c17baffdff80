import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { parseKeepingNumbers } from "#json/number-texts.js";
import { pythonNumber } from "#json/python-number.js";
import { dumpJson } from "#grader/language/render-value.js";
import { sourceSampleFromText } from "#grader/language/sample.js";
import { compileTemplate } from "#grader/language/template.js";
import { type JsonObject, isJsonObject } from "#json/json-value.js";

/** JSON numbers and what Python 3.11 makes of them: `str(json.loads(text))`. */
const table = JSON.parse(readFileSync("fixtures/numbers/python-numbers.json", "utf8")) as [string, string][];

function render(template: string, row: string, answer = ""): string {
  const { value, numbers } = parseKeepingNumbers(row);
  const sample = sourceSampleFromText(answer);
  const all = new Map([...(numbers ?? []), ...(sample.numbers ?? [])]);
  return compileTemplate(template).render({
    item: isJsonObject(value) ? value : {},
    sample: sample.sample,
    numbers: all,
  });
}

/** A JSON number in any spelling. */
const spelling = fc
  .tuple(
    fc.constantFrom("", "-"),
    fc.oneof(fc.constant("0"), fc.bigInt({ min: 1n, max: 10n ** 25n }).map(String)),
    fc.oneof(fc.constant(""), fc.stringMatching(/^\.[0-9]{1,20}$/)),
    fc.oneof(fc.constant(""), fc.stringMatching(/^[eE][+-]?[0-9]{1,3}$/)),
  )
  .map((parts) => parts.join(""));

describe("numbers as Python writes them", () => {
  it("has the whole table", () => expect(table.length).toBeGreaterThan(800));

  it("agrees with Python on every line of it", () => {
    expect(table.map(([text]) => [text, pythonNumber(text)])).toEqual(table);
  });

  it("gives the same in a template, as the row's field and as the whole answer", () => {
    for (const [text, shown] of table) {
      expect(render("{{item.n}}|{{sample.output_json}}", `{"n":${text}}`, text)).toBe(`${shown}|${shown}`);
    }
  });

  it("reads back as the same number", () => {
    fc.assert(
      fc.property(spelling, (text) => {
        const shown = pythonNumber(text).replace("inf", "Infinity");
        // Minus zero is a float only where it was written as one.
        expect(Number(shown) + 0).toBe(Number(text) + 0);
      }),
    );
  });
});

describe("a text whose numbers are kept", () => {
  test.each<[name: string, template: string, row: string, shown: string]>([
    ["nested", "{{item.a.b[1].c}}", '{"a":{"b":[1.0,{"c":2.50}]}}', "2.5"],
    ["inside an object", "{{item.a}}", '{"a":{"x":1.0,"y":[1e2,3,4.0]}}', '{"x": 1.0, "y": [100.0, 3, 4.0]}'],
    ["infinity inside an array", "{{item.a}}", '{"a":[1E400,-1E400]}', "[Infinity, -Infinity]"],
    ["infinity alone", "{{item.a}}", '{"a":-1E400}', "-inf"],
    ["digits in a string", "{{item.a}}", '{"a":"1.0 and 1e5","b":1.0}', "1.0 and 1e5"],
    ["a quote in a string", "{{item.b}}", '{"a":"x\\\\\\"1.0,{","b":2.0}', "2.0"],
    ["an escaped key", '{{item["a\\"b"]}}', '{"a\\u0022b":2.0}', "2.0"],
    ["a key written twice, the last plain", "{{item.a}}", '{"a":1.0,"a":2}', "2"],
    ["a key written twice, the last kept", "{{item.a}}", '{"a":2,"a":1.0}', "1.0"],
    ["an object written twice", "{{item.a}}", '{"a":{"x":1.0,"z":7.0},"a":{"x":1}}', '{"x": 1}'],
    ["a text after a number", "{{item.a}}", '{"a":1.0,"a":"1"}', "1"],
    ["__proto__", "{{item.__proto__}}", '{"__proto__":3.0}', "3.0"],
    ["white space before a colon", "{{item.a}}", '{ "a"\t:\r\n 1.0 }', "1.0"],
    ["a key that looks like an index", '{{item["0"]}} {{item.b[0]}}', '{"0":1.0,"b":[2.0]}', "1.0 2.0"],
  ])("%s", (_name, template, row, shown) => expect(render(template, row)).toBe(shown));

  it("keeps nothing where nothing is lost", () => {
    expect(parseKeepingNumbers('{"a":1,"b":[1.5,-0.25,"1.0",0]}')).toEqual({
      value: { a: 1, b: [1.5, -0.25, "1.0", 0] },
    });
  });

  it("writes any JSON as JSON.stringify does, but for spaces, where no number is special", () => {
    const plain = fc.jsonValue().filter((value) => !/\d[eE]|[\d.]{16}|\.0000|-0/.test(JSON.stringify(value)));
    fc.assert(
      fc.property(plain, (value) => {
        const json = JSON.stringify(value);
        const { value: read, numbers } = parseKeepingNumbers(json);
        expect(JSON.parse(dumpJson(read, numbers))).toEqual(JSON.parse(json));
      }),
    );
  });

  it("finds the number at the end of any path", () => {
    // A template ends at its first "}}", in quotes too: such a key cannot be named.
    const name = fc.string().filter((key) => !key.includes("}}"));
    const step = fc.oneof(name, fc.nat({ max: 3 }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 6 }), spelling, (path, number) => {
        const json = path.reduceRight<string>(
          (inner, key) =>
            typeof key === "number"
              ? `[${'"1.0",'.repeat(key)}${inner}]`
              : `{"other":1.0,${JSON.stringify(`k${key}`)}: ${inner}}`,
          number,
        );
        const reference = path.map((key) => `[${JSON.stringify(typeof key === "number" ? key : `k${key}`)}]`);
        expect(render(`{{item.a${reference.join("")}}}`, `{"a":${json}}`)).toBe(pythonNumber(number));
      }),
    );
  });

  it("takes a text of a million levels and one of a million escapes", () => {
    const deep = `${"[".repeat(1_000_000)}1.0${"]".repeat(1_000_000)}`;
    expect(parseKeepingNumbers(deep).numbers?.size).toBe(1);
    const row = parseKeepingNumbers(JSON.stringify({ a: '\\"'.repeat(500_000) }).replace("}", ',"b":1.0}'));
    expect(row.numbers?.get(row.value as JsonObject)?.get("b")).toBe("1.0");
  });

  it("throws what JSON.parse throws", () => {
    expect(() => parseKeepingNumbers('{"a":1.0')).toThrow(SyntaxError);
  });
});
