import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { findDataFiles } from "#dataset/read/source.js";
import { type SampleLine, readSamples } from "#grader/samples/read-samples.js";
import { parseSampleLine } from "#grader/samples/sample-line.js";
import { compileTemplate } from "#grader/language/template.js";

/** What a template shows of a line, or why the line cannot be read. */
function show(line: string, template: string): string {
  const subject = parseSampleLine(line);
  return typeof subject === "string" ? `! ${subject}` : compileTemplate(template).render(subject);
}

describe("a line of a samples file", () => {
  test.each<[line: string, template: string, shown: string]>([
    ['{"item":{"a":"x"},"sample":{"output_text":"y"}}', "{{item.a}}{{sample.output_text}}", "xy"],
    ['{"item":{"a":"x"},"output_text":"y"}', "{{item.a}}{{sample.output_text}}", "xy"],
    ['{"output_text":"y","id":7}', "{{sample.output_text}}", "y"],
    ['{"sample":{"output_text":"{\\"a\\":1.0}"}}', "{{sample.output_json}}", '{"a": 1.0}'],
    ['{"sample":{"output_text":"1.50"}}', "{{sample.output_json}} {{sample.output_text}}", "1.5 1.50"],
    ['{"sample":{"output_text":"no","output_json":{"a":2.0}}}', "{{sample.output_json.a}}", "2.0"],
    ['{"sample":{"output_text":"1.50","output_json":2.0}}', "{{sample.output_json}}", "2.0"],
    ['{"sample":{"output_text":"2.50","output_json":null}}', "{{sample.output_json}}", "2.5"],
    ['{"sample":{"output_text":"2.50","output_tools":[]}}', "{{sample.output_json}}", "2.5"],
    ['{"sample":{"output_text":"{\\"a\\":1.0}","output_tools":[1]}}', "{{sample.output_json.a}}", "1.0"],
    [
      '{"item":{"a":3.0},"sample":{"output_text":"1.0","output_json":2}}',
      "{{item.a}}{{sample.output_json}}",
      "3.02",
    ],
    ['{"sample":{"output_text":null,"output_tools":[{"id":"t"}]}}', "{{sample.output_tools[0].id}}", "t"],
    ['{"output_text":"y","choices":[{"index":"c"}]}', "{{sample.choices[0].index}}", "c"],
    ["", "", "! the line is blank"],
    ["7", "", "! the line holds number, not an object"],
    ['{"item":[],"output_text":""}', "", "! item is array, not an object"],
    ['{"item":{},"sample":"y"}', "", "! sample is string, not an object"],
    ['{"item":{}}', "", "! neither the line nor its sample has output_text"],
    ['{"sample":{"output_text":4}}', "", "! output_text is number, not a string"],
    ['{"output_text":"","output_tools":{}}', "", "! output_tools is object, not an array"],
    ['{"output_text":"","choices":"c"}', "", "! choices is string, not an array"],
  ])("%s", (line, template, shown) => {
    expect(show(line, template)).toBe(shown);
  });

  it("says the column where its JSON breaks, in characters", () => {
    expect(show('{"output_text":"🙂" oh}', "")).toContain("not valid JSON at column 20: ");
  });

  it("is read or refused, never thrown at, whatever it holds", () => {
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc.record({ output_text: fc.jsonValue(), item: fc.jsonValue() }).map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(anything, (line) => {
        expect(parseSampleLine(line)).toBeDefined();
      }),
    );
  });
});

/** Reads bytes as a samples file. */
async function read(bytes: string | Uint8Array): Promise<SampleLine[]> {
  const path = join(mkdtempSync(join(tmpdir(), "rft-samples-")), "s.jsonl");
  writeFileSync(path, bytes);
  const [file] = await findDataFiles([path], { cwd: "/" });
  const lines: SampleLine[] = [];
  for await (const batch of readSamples(file!)) lines.push(...batch);
  return lines;
}

describe("a samples file", () => {
  it("gives every line its place, broken and blank ones too", async () => {
    const good = '{"output_text":"y"}';
    const bytes = Buffer.concat([
      Buffer.from(`\uFEFF${good}\r\n\n{"output_text":`),
      Buffer.from([0xff]),
      Buffer.from(`}\n[]\n${good}`),
    ]);
    const lines = await read(bytes);
    expect(lines.map(({ line, fault }) => [line, fault?.slice(0, 14)])).toEqual([
      [1, undefined],
      [2, "the line is bl"],
      [3, "the byte 0xFF "],
      [4, "the line holds"],
      [5, undefined],
    ]);
  });

  it("is empty where there is nothing", async () => expect(await read("")).toEqual([]));

  test.each<[name: string, text: string, message: string]>([
    ["a JSON array over several lines", '[\n{"output_text":"y"}\n]\n', "one JSON array"],
    ["a pretty-printed object", '{\n  "output_text": "y"\n}\n', "go over several lines"],
    ["an archive", "\x1f\x8b\x08 and more", "gzip"],
  ])("%s cannot be started with", async (_name, text, message) => {
    await expect(read(Buffer.from(text, "latin1"))).rejects.toMatchObject({
      code: "input",
      message: expect.stringContaining(message),
    });
  });
});
