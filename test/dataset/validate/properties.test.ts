import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rowSchema } from "#test/support/row-schema.js";
import { validateFiles } from "#dataset/validate/validate.js";
import { newestRules } from "#rules/select-rules.js";
import { jsonLines, streamOf, streamed, validateBytes } from "#test/support/bytes.js";

const good = readFileSync(resolve("fixtures/data/good-tool-calls.jsonl"));

/** A good file with some of its bytes replaced, removed or put in. */
const mutated = fc
  .array(
    fc.record({
      at: fc.nat(good.length),
      remove: fc.nat(3),
      put: fc.oneof(
        fc.uint8Array({ maxLength: 3 }),
        fc.constantFrom(
          ...['"', "\\", "{", "}", "[", "\n", "null,", "\r", "\uFEFF"].map((text) => Buffer.from(text)),
        ),
      ),
    }),
    { maxLength: 6 },
  )
  .map((edits) =>
    edits.reduce(
      (bytes, { at, remove, put }) =>
        Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + remove)]),
      Buffer.from(good),
    ),
  );

const options = { references: [{ text: "item.legs.x", path: ["legs", "x"] }] };

const nearRow = fc.oneof(fc.jsonValue(), fc.record({ messages: fc.jsonValue(), legs: fc.jsonValue() }));
const jsonRows = fc.array(nearRow, { maxLength: 6 }).map((values) => Buffer.from(jsonLines(values)));

const deep = "[".repeat(100_000) + "]".repeat(100_000);
const deepRows = fc.constantFrom(
  ...[
    `{"messages":${deep}}`,
    `{"messages":[${deep}]}`,
    `{"messages":[{"role":${deep},"content":${deep}}]}`,
    `{"messages":[{"role":"user","content":[${deep}]}],"tools":[${deep}],"legs":${deep}}`,
    `{"messages":[{"role":"assistant","tool_calls":[${deep}]}],"legs":{"x":${deep}}}`,
  ].map((text) => Buffer.from(text)),
);

describe("validateFiles never throws, and its counts agree,", () => {
  it.each<[string, fc.Arbitrary<Uint8Array>, number]>([
    ["any bytes", fc.uint8Array({ maxLength: 300 }), 3000],
    ["a good file with broken bytes", mutated, 2000],
    ["any JSON, a row a line", jsonRows, 2000],
    ["rows of any depth", deepRows, 20],
  ])("on %s", async (_, anyBytes, numRuns) => {
    const property = fc.asyncProperty(anyBytes, async (bytes) => {
      const { files, findings, summary, ok } = await validateBytes(bytes, options);
      expect(files[0]?.bytes).toBe(bytes.length);
      expect(ok).toBe(summary.errors === 0);
      const last = new Map(findings.map(({ code, count }) => [code, count ?? 0]));
      const counted = [...last.values()].reduce((sum, count) => sum + count, 0);
      expect(counted).toBe(summary.errors + summary.warnings + summary.notes);
    });
    await fc.assert(property, { numRuns });
  });

  it("wherever the bytes are cut into chunks", async () => {
    await fc.assert(
      fc.asyncProperty(mutated, fc.integer({ min: 1, max: 700 }), async (bytes, size) => {
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
          bytes.subarray(index * size, (index + 1) * size),
        );
        const stdin = streamOf(...chunks);
        const cut = await validateFiles([streamed()], { rules: newestRules, stdin, ...options });
        expect(cut).toEqual(await validateBytes(bytes, options));
      }),
      { numRuns: 500 },
    );
  });
});

const odd = fc.constantFrom<unknown>(null, undefined, "", 0, true, "x", [], {}, ["x"], { type: "text" });
/** Mostly right, sometimes odd: rows wrong in every part at once would never show one rule alone. */
const mostly = <T>(right: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 12, arbitrary: right }, { weight: 1, arbitrary: odd });

const part = fc.record({
  type: mostly(fc.constantFrom("text", "text", "image_url", "input_text")),
  text: mostly(fc.constantFrom("x", " ")),
});
const content = mostly(
  fc.oneof(fc.constantFrom("x", " "), fc.array(mostly(part), { minLength: 1, maxLength: 2 })),
);
const id = fc.constantFrom("call_1", "call_2");
const call = fc.record(
  {
    id: mostly(id),
    type: mostly(fc.constant("function")),
    function: mostly(fc.record({ name: mostly(fc.constant("f")), arguments: mostly(fc.constant("{}")) })),
  },
  { requiredKeys: ["function"] },
);
const calls = mostly(fc.array(mostly(call), { maxLength: 2 }));
const roles = ["developer", "user", "assistant", "tool"];
const message = fc.oneof(
  { weight: 3, arbitrary: fc.record({ role: fc.constantFrom("user", "developer"), content }) },
  {
    weight: 3,
    arbitrary: fc.record(
      { role: fc.constant("assistant"), content, tool_calls: calls },
      { requiredKeys: ["role"] },
    ),
  },
  { weight: 3, arbitrary: fc.record({ role: fc.constant("tool"), content, tool_call_id: mostly(id) }) },
  {
    weight: 1,
    arbitrary: fc.record(
      { role: mostly(fc.constantFrom(...roles, "system", "User")), content },
      { requiredKeys: [] },
    ),
  },
);
const asked = fc
  .array(mostly(message), { maxLength: 3 })
  .map((list) => [...list, { role: "user", content: "x" }]);
const tool = fc.record(
  {
    type: mostly(fc.constantFrom("function", "web_search")),
    function: mostly(
      fc.record(
        { name: mostly(fc.constantFrom("f", "a b", "f".repeat(65))), parameters: mostly(fc.constant({})) },
        { requiredKeys: ["name"] },
      ),
    ),
  },
  { requiredKeys: ["function"] },
);
const row = fc.record(
  {
    messages: fc.oneof({ weight: 9, arbitrary: asked }, mostly(fc.array(mostly(message), { maxLength: 3 }))),
    tools: mostly(fc.array(mostly(tool), { maxLength: 2 })),
    legs: fc.constant("6"),
  },
  { requiredKeys: ["legs"] },
);

describe("the rules written by hand", () => {
  it("accept the rows that the schema accepts, and no others", async () => {
    const seen = { accepted: 0, rejected: 0 };
    await fc.assert(
      fc.asyncProperty(row, async (value) => {
        const text = jsonLines([value]);
        const parsed = rowSchema.safeParse(JSON.parse(text));
        const { ok, findings } = await validateBytes(text);
        seen[parsed.success ? "accepted" : "rejected"]++;
        expect(ok, `${text}${JSON.stringify(parsed.error?.issues ?? findings)}`).toBe(parsed.success);
      }),
      { numRuns: 6000 },
    );
    // A generator that makes one kind only would prove nothing.
    expect(Math.min(seen.accepted, seen.rejected)).toBeGreaterThan(600);
  });

  it("know the roles that the schema knows", () => {
    const accepted = (role: string) =>
      rowSchema.safeParse({
        messages: [
          {
            role: "assistant",
            tool_calls: [{ id: "1", type: "function", function: { name: "f", arguments: "" } }],
          },
          { role, content: "x", tool_call_id: "1" },
          { role: "user", content: "x" },
        ],
      }).success;
    expect(newestRules.messageRoles.value.filter(accepted)).toEqual(newestRules.messageRoles.value);
    expect(["system", "User", "function"].filter(accepted)).toEqual([]);
  });
});
