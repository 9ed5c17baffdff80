// Throws generated rows and broken bytes at validateFiles: nothing may throw, hang or lose count. Not a gate.
//   node bench/fuzz-validate.mjs [cases, default 200000] [seed]
import { readFileSync, readdirSync } from "node:fs";
import fc from "fast-check";
import { newestRules, validateFiles } from "../dist/library/index.js";

const cases = Number(process.argv[2] ?? 200_000);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const folder = "fixtures/data";
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".jsonl"))
  .map((name) => readFileSync(`${folder}/${name}`))
  .filter((bytes) => bytes.length < 8_000);

const pieces = [
  '"',
  "\\",
  "{",
  "}",
  "[",
  "]",
  ":",
  ",",
  "\n",
  "\r\n",
  "null",
  "\\u",
  "\\ud83d",
  "\uFEFF",
  "é",
  "\0",
  "1e999",
];

/** A good or broken fixture with some bytes replaced, removed or inserted. */
const mutated = fc
  .record({
    file: fc.constantFrom(...files),
    edits: fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        remove: fc.nat(40),
        put: fc.oneof(
          fc.uint8Array({ maxLength: 4 }),
          fc.constantFrom(...pieces.map((piece) => Buffer.from(piece))),
        ),
      }),
      { minLength: 1, maxLength: 8 },
    ),
  })
  .map(({ file, edits }) =>
    edits.reduce((bytes, { at, remove, put }) => {
      const start = Math.floor(at * bytes.length);
      return Buffer.concat([bytes.subarray(0, start), put, bytes.subarray(start + remove)]);
    }, file),
  );

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom("", " ", "x".repeat(60), "think step by step"),
);
const value = fc.oneof(fc.jsonValue(), text);
const message = fc.oneof(
  value,
  fc.record(
    {
      role: fc.oneof(fc.constantFrom("user", "developer", "assistant", "tool", "system"), value),
      content: fc.oneof(
        text,
        fc.array(fc.record({ type: fc.constantFrom("text", "image_url"), text }, { requiredKeys: [] })),
      ),
      tool_calls: value,
      tool_call_id: value,
    },
    { requiredKeys: [] },
  ),
);
const format = fc.record(
  {
    type: fc.constantFrom("json_schema", "text", 1),
    json_schema: fc.record({ name: text, strict: value, schema: fc.object() }),
  },
  { requiredKeys: [] },
);
const row = fc.record(
  {
    messages: fc.oneof(fc.array(message, { maxLength: 3 }), value),
    tools: fc.oneof(fc.array(value, { maxLength: 2 }), value),
    response_format: fc.oneof(format, value),
    answer: value,
    legs: value,
    sample: value,
    ["__proto__"]: value,
  },
  { requiredKeys: [] },
);
const rows = fc
  .array(fc.oneof(row, value), { maxLength: 14 })
  .map((list) => Buffer.from(list.map((one) => `${JSON.stringify(one) ?? "null"}\n`).join("")));

async function* chunksOf(bytes, size) {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

const references = [
  { text: "item.legs", path: ["legs"], compared: true },
  { text: "item.answer.x[0]", path: ["answer", "x", 0] },
  { text: "item.messages[0].content", path: ["messages", 0, "content"] },
];
const responseFormat = { type: "json_schema", json_schema: { name: "n", schema: { properties: { é: {} } } } };

let done = 0;
let slowest = 0;
const started = performance.now();
await fc.assert(
  fc.asyncProperty(
    fc.oneof(
      mutated,
      rows,
      fc.uint8Array({ maxLength: 600 }).map((bytes) => Buffer.from(bytes)),
    ),
    fc.integer({ min: 1, max: 3_000 }),
    fc.boolean(),
    async (bytes, size, graded) => {
      const begun = performance.now();
      const file = { path: "rows.jsonl", absolutePath: "-", role: "training", stdin: true };
      const {
        files: reports,
        findings,
        summary,
      } = await validateFiles([file], {
        rules: newestRules,
        stdin: chunksOf(bytes, size),
        tokens: "off",
        ...(graded && { references, requireReference: true, responseFormat }),
      });
      if (reports[0].bytes !== bytes.length) throw new Error("bytes were lost");
      if (findings.some((finding) => !finding.message || !finding.help))
        throw new Error("a finding without words");
      const counted = new Map(findings.map(({ code, count }) => [code, count]));
      const total = [...counted.values()].reduce((sum, count) => sum + count, 0);
      if (total !== summary.errors + summary.warnings + summary.notes) throw new Error("findings were lost");
      slowest = Math.max(slowest, performance.now() - begun);
      if (++done % 20_000 === 0) console.log(`${done} cases, slowest ${slowest.toFixed(0)} ms`);
    },
  ),
  { numRuns: cases, seed, endOnFailure: true },
);
console.log(
  `${done} cases in ${((performance.now() - started) / 1000).toFixed(0)} s, slowest ${slowest.toFixed(0)} ms, seed ${seed}: no crash, no hang`,
);
