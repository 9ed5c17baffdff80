import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { JsonObject, JsonValue } from "#json/json-value.js";
import { UnrenderableValue, renderValue } from "#grader/language/render-value.js";
import { sampleFromText } from "#grader/language/sample.js";
import { TemplateError, UnresolvedReference, compileTemplate } from "#grader/language/template.js";
import { propertyRuns } from "#test/support/property-runs.js";
import { anyText } from "#test/support/any-text.js";

const item: JsonObject = {
  answer: "42",
  n: 1.5,
  yes: true,
  nothing: null,
  empty: "",
  braces: "{{item.answer}}",
  deep: { list: ["a", { b: "c" }], "my key": 'quo"te' },
  "a-b": 1,
};

/** What `make` gives, or the kind of error of the template's own that it throws. */
function attempt(make: () => string): string {
  try {
    return make();
  } catch (error) {
    if (error instanceof UnresolvedReference) return "unresolved";
    if (error instanceof TemplateError) return "syntax";
    throw error;
  }
}

/** The rendered text, or the name of what was thrown. */
function render(template: string, answer = '{"x": [1, {"y": "z"}], "é": "ü"}'): string {
  try {
    return compileTemplate(template).render({ item, sample: sampleFromText(answer) });
  } catch (error) {
    if (error instanceof UnresolvedReference) return `unresolved ${error.reference.text}`;
    if (error instanceof TemplateError) return `syntax ${error.offset}`;
    throw error;
  }
}

describe("a template's text", () => {
  test.each<[string, string]>([
    ["plain", "plain"],
    ["", ""],
    ["{{item.answer}}", "42"],
    ["<{{ item.answer }}>", "<42>"],
    ["{{\titem.answer\n}}", "42"],
    ["{{item.answer}}{{item.answer}}", "4242"],
    ["{{item.answer}}}}", "42}}"],
    ['{"a": {{item.n}}}', '{"a": 1.5}'],
    ["{{item.braces}}", "{{item.answer}}"],
    ["{{item.yes}} {{item.nothing}} [{{item.empty}}]", "true null []"],
    ["{{item.deep.list[0]}} {{item.deep.list[1].b}}", "a c"],
    ['{{item.deep["my key"]}}', 'quo"te'],
    ["{{item['a-b']}} {{item.a-b}}", "1 1"],
    ["{{item.deep}}", '{"list": ["a", {"b": "c"}], "my key": "quo\\"te"}'],
    ["{{sample.output_json}}", '{"x": [1, {"y": "z"}], "é": "ü"}'],
    ["{{sample.output_json.x[1].y}}", "z"],
    ["{{sample.choices[0].message.content}}", '{"x": [1, {"y": "z"}], "é": "ü"}'],
    ["{{item.answer", "{{item.answer"],
    ["}} {", "}} {"],
    ["{% if %} {# c #} &lt; &", "{% if %} {# c #} &lt; &"],
    ["{{item.missing}}", "unresolved item.missing"],
    ["{{item.deep.list[2]}}", "unresolved item.deep.list[2]"],
    ["{{item.deep.list.length}}", "unresolved item.deep.list.length"],
    ["{{item.answer.length}}", "unresolved item.answer.length"],
    ["{{item.toString}}", "unresolved item.toString"],
    ["{{item.__proto__}}", "unresolved item.__proto__"],
    ["{{item.nothing.x}}", "unresolved item.nothing.x"],
    ["{{sample.output_tools[0].function.name}}", "unresolved sample.output_tools[0].function.name"],
    ["ab{{answer}}", "syntax 2"],
    ["{{}}", "syntax 0"],
    ["{{item}}", "syntax 0"],
    ["{{ items.answer }}", "syntax 0"],
    ["{{item.answer | upper}}", "syntax 0"],
    ["{{item..answer}}", "syntax 0"],
    ["{{item.deep.list[-1]}}", "syntax 0"],
    ["{{item.deep.list[x]}}", "syntax 0"],
    ["{{sample.output_txt}}", "syntax 0"],
    ["{{{item.answer}}}", "syntax 0"],
  ])("%s", (template, expected) => {
    expect(render(template)).toBe(expected);
  });

  it("finds no output_json in prose", () => {
    expect(render("{{sample.output_json}}", "it is 42")).toBe("unresolved sample.output_json");
    expect(render("{{sample.output_json}}", " 42 ")).toBe("42");
    expect(render("{{sample.output_json.x}}", "{broken")).toBe("unresolved sample.output_json.x");
  });

  it("names each reference once, normalised", () => {
    const { references } = compileTemplate(
      `{{ item.a["b"]['c d'][0] }} {{item.a.b["c d"][0]}} {{sample.output_text}}`,
    );
    expect(references).toEqual([
      { text: 'item.a.b["c d"][0]', namespace: "item", path: ["a", "b", "c d", 0] },
      { text: "sample.output_text", namespace: "sample", path: ["output_text"] },
    ]);
  });

  it("suggests the variable that was meant", () => {
    expect(() => compileTemplate("{{sample.output_txt}}")).toThrow('Did you mean "output_text"?');
  });

  it("gives up on a value nested a hundred thousand deep with an error of its own", () => {
    const deep: JsonValue = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
    expect(() => renderValue(deep)).toThrow(UnrenderableValue);
  });
});

/** The template's text found without compiling: one replacement a reference, left to right. */
function renderSlowly(template: string, values: JsonObject): string | undefined {
  let missing = false;
  const text = template.replaceAll(/\{\{item\.([a-z]+)\}\}/g, (_, key: string) => {
    const value = values[key];
    missing ||= value === undefined;
    return typeof value === "string" ? value : JSON.stringify(value ?? null);
  });
  return missing ? undefined : text;
}

describe("properties of templates", () => {
  const flat = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
  const part = fc.oneof(
    fc.constantFrom("{{item.a}}", "{{item.b}}", "{{item.gone}}", "{", "}", "}}", " "),
    fc.string({ maxLength: 5 }).map((text) => text.replaceAll("{{", "")),
  );

  it("agrees with replacing one reference after the other", () => {
    fc.assert(
      fc.property(fc.array(part), fc.record({ a: flat, b: flat }), (parts, row) => {
        // Three braces in a row open a reference one brace too early; the table above has that case.
        const template = parts
          .join("")
          .replaceAll(/\{{3,}|\{+(?=\{\{)/g, "{{")
          .replaceAll(/\{\{(?!item)/g, "");
        const slow = renderSlowly(template, row);
        const scope = { item: row, sample: sampleFromText("") };
        expect(attempt(() => compileTemplate(template).render(scope))).toBe(slow ?? "unresolved");
      }),
      { numRuns: propertyRuns(2000) },
    );
  });

  it("throws nothing but its own errors on any text", () => {
    const pieces = fc.constantFrom(
      "{{",
      "}}",
      "item",
      "sample",
      ".",
      "[0]",
      '["',
      '"]',
      "a",
      "output_json",
      " ",
      "\\",
    );
    const text = fc.oneof(
      anyText,
      fc.array(pieces).map((all) => all.join("")),
    );
    fc.assert(
      fc.property(text, fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), (template, row, answer) => {
        const scope = { item: row as JsonObject, sample: sampleFromText(answer) };
        expect(typeof attempt(() => compileTemplate(template).render(scope))).toBe("string");
      }),
      { numRuns: propertyRuns(5000) },
    );
  });
});
