import { describe, expect, it } from "vitest";
import { convertRow } from "#dataset/convert/convert-row.js";
import type { ConvertOptions } from "#dataset/convert/row-conversion.js";
import type { JsonObject } from "#json/json-value.js";

const system = { role: "system", content: "Be brief." };
const user = { role: "user", content: "How many legs has an ant?" };
const assistant = { role: "assistant", content: "6" };
const folded = { role: "user", content: "Be brief.\n\nHow many legs has an ant?" };

function convert(item: JsonObject, options: Partial<ConvertOptions> = {}) {
  return convertRow(item, { system: "user", ...options });
}

type Case = [name: string, row: JsonObject, converted: JsonObject, changes: string[]];

const chat: Case[] = [
  [
    "a supervised row",
    { messages: [user, assistant] },
    { messages: [user], reference_answer: "6" },
    ["answer-moved"],
  ],
  [
    "the system's text, before the user's as in Microsoft's example",
    { messages: [system, user, assistant], topic: "ants" },
    { messages: [folded], topic: "ants", reference_answer: "6" },
    ["system-folded", "answer-moved"],
  ],
  [
    "two system messages in order, a blank one left out",
    {
      messages: [system, { role: "system", content: " \n" }, { role: "system", content: "In German." }, user],
    },
    { messages: [{ role: "user", content: "Be brief.\n\nIn German.\n\nHow many legs has an ant?" }] },
    ["system-folded"],
  ],
  [
    "a system message in the middle goes to the next user's",
    { messages: [user, assistant, system, user, assistant] },
    { messages: [user, assistant, folded], reference_answer: "6" },
    ["system-folded", "answer-moved"],
  ],
  [
    "a user's content in parts stays in parts",
    { messages: [system, { role: "user", content: [{ type: "text", text: "Legs?" }] }] },
    {
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "Be brief.\n\n" },
            { type: "text", text: "Legs?" },
          ],
        },
      ],
    },
    ["system-folded"],
  ],
  [
    "an answer in parts",
    {
      messages: [
        user,
        {
          role: "assistant",
          content: [
            { type: "text", text: "si" },
            { type: "text", text: "x" },
          ],
        },
      ],
    },
    { messages: [user], reference_answer: "six" },
    ["answer-moved"],
  ],
  [
    "the weights of messages",
    { messages: [user, { ...assistant, weight: 0 }, user, { ...assistant, weight: 1 }] },
    { messages: [user, assistant, user], reference_answer: "6" },
    ["weight-removed", "answer-moved"],
  ],
  [
    "a reference that says the same as the answer",
    { messages: [user, assistant], reference_answer: "6" },
    { messages: [user], reference_answer: "6" },
    ["answer-moved"],
  ],
  ["a row that is one already", { messages: [user], legs: "6" }, { messages: [user], legs: "6" }, []],
  ["messages that are none", { messages: "How many?" }, { messages: "How many?" }, []],
  [
    "a system message that no user follows stays",
    { messages: [user, system] },
    { messages: [user, system] },
    ["system-folded"],
  ],
];

const preference: Case[] = [
  [
    "a preference row, with the tools of its input",
    {
      input: { messages: [system, user], tools: [] },
      preferred_output: [assistant],
      non_preferred_output: [{ role: "assistant", content: "many" }],
      id: 7,
    },
    { tools: [], id: 7, messages: [folded], reference_answer: "6" },
    ["system-folded", "preferred-taken", "field-dropped non_preferred_output"],
  ],
];

const records: Case[] = [
  [
    "a record, by the names of its fields",
    { id: 1, Question: "Legs?", answer: "6" },
    { messages: [{ role: "user", content: "Legs?" }], reference_answer: "6", id: 1 },
    ["prompt-wrapped Question", "reference-renamed answer"],
  ],
  [
    "a reference of any type",
    { prompt: "Legs?", target: { legs: 6 } },
    { messages: [{ role: "user", content: "Legs?" }], reference_answer: { legs: 6 } },
    ["prompt-wrapped prompt", "reference-renamed target"],
  ],
  [
    "our own name for a reference wins over others",
    { prompt: "Legs?", answer: "six", reference_answer: "6" },
    { messages: [{ role: "user", content: "Legs?" }], reference_answer: "6", answer: "six" },
    ["prompt-wrapped prompt"],
  ],
  [
    "no reference: the fields are the grader's",
    { prompt: "Legs?", legs: 6 },
    { messages: [{ role: "user", content: "Legs?" }], legs: 6 },
    ["prompt-wrapped prompt"],
  ],
  [
    "names that every object has",
    { prompt: "Legs?", constructor: "Linné", toString: "x" },
    { messages: [{ role: "user", content: "Legs?" }], constructor: "Linné", toString: "x" },
    ["prompt-wrapped prompt"],
  ],
  [
    "cells that would be part of the request",
    { prompt: "Legs?", tools: "hammer", parallel_tool_calls: true, "": "0" },
    { messages: [{ role: "user", content: "Legs?" }], parallel_tool_calls: true },
    ["prompt-wrapped prompt", "field-dropped tools", "field-dropped "],
  ],
  [
    "a row in evals format whose item has a prompt",
    { item: { question: "Legs?", legs: "6" }, sample: {} },
    { messages: [{ role: "user", content: "Legs?" }], legs: "6" },
    ["item-unwrapped", "prompt-wrapped question", "field-dropped sample"],
  ],
  [
    "a row in evals format whose item has messages",
    { item: { messages: [user], legs: "6" } },
    { messages: [user], legs: "6" },
    ["item-unwrapped"],
  ],
];

describe("convertRow converts", () => {
  it.each([...chat, ...preference, ...records])("%s", (_, row, item, expected) => {
    const before = structuredClone(row);
    const converted = convert(row);
    if ("reason" in converted) throw new Error(converted.reason);
    expect(converted.item).toStrictEqual(item);
    const changes = converted.changes.map(({ kind, field }) =>
      field === undefined ? kind : `${kind} ${field}`,
    );
    expect(changes).toEqual(expected);
    expect(row).toEqual(before);
  });

  it("a field named __proto__ like any other", () => {
    const row = JSON.parse('{"prompt":"Legs?","__proto__":{"x":1}}') as JsonObject;
    expect(JSON.stringify(convert(row))).toContain('"__proto__":{"x":1}');
  });

  it("a system message into a developer's, where that is asked for", () => {
    expect(convert({ messages: [system, user, assistant] }, { system: "developer" })).toEqual({
      item: { messages: [{ role: "developer", content: "Be brief." }, user], reference_answer: "6" },
      changes: [{ kind: "system-to-developer" }, { kind: "answer-moved" }],
    });
  });

  it("the columns that are asked for, whatever they are called", () => {
    const row = { prompt: "no", answer: "no", text: "Legs?", legs: "6" };
    expect(convert(row, { prompt: "text", reference: "legs" })).toMatchObject({
      item: {
        messages: [{ role: "user", content: "Legs?" }],
        reference_answer: "6",
        prompt: "no",
        answer: "no",
      },
    });
  });
});

const call = { id: "1", type: "function", function: { name: "count", arguments: "{}" } };

describe("convertRow refuses, and says why,", () => {
  it.each<[JsonObject, string, Partial<ConvertOptions>?]>([
    [
      { messages: [user, { role: "assistant", content: null, tool_calls: [call] }] },
      "the last message calls a tool",
    ],
    [{ messages: [user, { role: "assistant", content: " " }] }, "the assistant's last message is blank"],
    [{ messages: [user, { role: "assistant", content: [{ type: "image_url" }] }] }, "is not text"],
    [{ messages: [user, assistant], reference_answer: "7" }, "it has a reference_answer and another answer"],
    [{ input: { prompt: "x" }, preferred_output: [] }, "its input has no messages"],
    [{ input: { messages: [user] }, preferred_output: "6" }, "does not end with an assistant's message"],
    [{ input: { messages: [user] }, preferred_output: [] }, "does not end with an assistant's message"],
    [{ prompt: "" }, "its prompt is blank"],
    [{ prompt: 7 }, "its prompt is 7"],
    [{ prompt: "Legs?", answer: null }, "its answer is null"],
    [{ prompt: "Legs?", answer: " " }, "its answer is blank"],
    [{}, "no field is known to be the prompt: name it with --prompt (there are no fields)"],
    [{ a: 1, b: 2 }, "no field is known to be the prompt: name it with --prompt (a, b)"],
    [{ prompt: "a", question: "b" }, "prompt, question may each be the prompt: name one with --prompt"],
    [
      { prompt: "a", answer: "b", output: "c" },
      "answer, output may each be the reference: name one with --reference",
    ],
    [{ question: "a" }, 'there is no field "qestion": Did you mean "question"?', { prompt: "qestion" }],
    [{ prompt: "a", legs: 6 }, 'there is no field "leg": Did you mean "legs"?', { reference: "leg" }],
    [
      { prompt: "a" },
      '--prompt and --reference both name "prompt"',
      { prompt: "prompt", reference: "prompt" },
    ],
    [{ item: { legs: "6" } }, "in evals format, no field is known to be the prompt"],
  ])("%j", (row, reason, options = {}) => {
    expect(convert(row, options)).toEqual({ reason: expect.stringContaining(reason) as string });
  });
});
