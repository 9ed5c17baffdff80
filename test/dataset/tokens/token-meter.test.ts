import { describe, expect, it } from "vitest";
import type { JsonObject } from "#json/json-value.js";
import { promptTexts } from "#dataset/tokens/prompt-texts.js";
import { createTokenCounter } from "#dataset/tokens/token-counter.js";
import { type TokenMode, createTokenMeter } from "#dataset/tokens/token-meter.js";
import { summarizeTokens } from "#dataset/tokens/token-statistics.js";

const counter = await createTokenCounter();

function ask(content: string): JsonObject {
  return { messages: [{ role: "user", content }], answer: "not a prompt" };
}

function measure(rows: readonly JsonObject[], mode: TokenMode, fileBytes?: number, countedAbove = Infinity) {
  const meter = createTokenMeter({ counter, mode, fileBytes, countedAbove });
  const counted = rows.map((raw, row) => meter.add({ raw, isBytes: false, place: { offset: row * 1009 } }));
  return { counted, statistics: meter.finish() };
}

describe("what is counted of a row", () => {
  const call = { id: "1", type: "function", function: { name: "f", arguments: "{}" } };
  it.each<[string, JsonObject, string[]]>([
    ["a message", ask("x"), ["x"]],
    [
      "parts of text",
      { messages: [{ role: "user", content: [{ type: "text", text: "x" }, { type: "image" }] }] },
      ["x"],
    ],
    [
      "tool calls",
      { messages: [{ role: "assistant", content: null, tool_calls: [call] }] },
      [JSON.stringify([call])],
    ],
    ["tools", { ...ask("x"), tools: [{ type: "function" }] }, ["x", '[{"type":"function"}]']],
    ["broken messages", { messages: [null, 1, { content: 1 }, { content: { a: 1 } }] }, []],
    ["no messages", { prompt: "x" }, []],
  ])("%s", (_, row, texts) => {
    expect(promptTexts(row)).toEqual(texts);
  });
});

describe("an exact measure", () => {
  it("has total, mean, least, median, 95th percentile, most and bands", () => {
    const rows = Array.from({ length: 20 }, (_, index) => ask(" a".repeat(index + 1)));
    expect(measure(rows, "exact").statistics).toEqual({
      method: "exact",
      total: 210,
      mean: 10.5,
      min: 1,
      median: 10,
      p95: 19,
      max: 20,
      histogram: [2, 2, 2, 2, 2, 2, 2, 2, 2, 2],
    });
  });

  it("counts byte text as the text whose bytes it holds", () => {
    const texts = ["ASCII", "été 日本語", "😀's", "x".repeat(400_000)];
    const bytes = texts.map((text) => Buffer.from(text).toString("latin1"));
    expect(bytes.map((text) => counter.countBytes(text))).toEqual(texts.map((text) => counter.count(text)));
  });

  it("leaves rows without messages out, and a file of such rows without a measure", () => {
    expect(measure([{ a: 1 }, ask("a"), { messages: [] }], "exact").statistics).toMatchObject({
      total: 1,
      min: 1,
    });
    expect(measure([{ a: 1 }], "exact").statistics).toBeUndefined();
  });

  it("puts equal rows into one band", () => {
    expect(summarizeTokens(new Map([[7, 3]]))).toMatchObject({ mean: 7, min: 7, median: 7, max: 7 });
  });
});

/** Rows of which each fifth is Japanese, and so has three times the tokens a byte. */
function mixedRows(count: number): JsonObject[] {
  return Array.from({ length: count }, (_, index) =>
    ask(
      (index % 5 === 0 ? "質問に答えてください。" : "Answer the question, please. ").repeat(1 + (index % 40)),
    ),
  );
}

describe("an estimate", () => {
  const rows = mixedRows(20_000);
  const exact = measure(rows, "exact").statistics;
  const { counted, statistics } = measure(rows, "estimate");

  it("counts one row in sixteen", () => {
    const share = counted.filter((tokens) => tokens !== undefined).length / rows.length;
    expect(share).toBeGreaterThan(1 / 18);
    expect(share).toBeLessThan(1 / 13);
  });

  it("is as near as it says, and says so within a few per cent", () => {
    const off = Math.abs((statistics?.total ?? 0) / (exact?.total ?? 1) - 1);
    expect(statistics?.method).toBe("estimate");
    expect(statistics?.error).toBeGreaterThan(off);
    expect(statistics?.error).toBeLessThan(0.05);
  });

  it("is the same each time", () => {
    expect(measure(rows, "estimate").statistics).toEqual(statistics);
  });

  it("is exact where every row had to be counted", () => {
    expect(measure(rows.slice(0, 100), "estimate").statistics?.method).toBe("exact");
  });

  it("counts every row that may be too long for the model", () => {
    const long = rows.concat([ask("a b ".repeat(1_000))]);
    expect(measure(long, "estimate", undefined, 3_999).counted.at(-1)).toBe(2_001);
    expect(measure(rows.slice(0, 5_000), "estimate", undefined, 0).statistics?.method).toBe("exact");
  });
});

describe("auto", () => {
  const rows = mixedRows(2_000);
  it.each<[number | undefined, string]>([
    [20_000_000, "exact"],
    [20_000_001, "estimate"],
    [undefined, "exact"],
  ])("of a file of %s bytes is %s", (fileBytes, method) => {
    expect(measure(rows, "auto", fileBytes).statistics?.method).toBe(method);
  });

  it("counts a stream exactly up to 20 MB and draws from there on, long prompts in turns", async () => {
    const raw = ask("a ".repeat(100_000));
    const meter = createTokenMeter({
      counter,
      mode: "auto",
      fileBytes: undefined,
      countedAbove: Infinity,
    });
    const counted: (number | undefined)[] = [];
    for (let row = 0; row < 300; row++) {
      counted.push(await meter.add({ raw, isBytes: false, place: { offset: row * 1009 } }));
    }
    expect(counted[0]).toBe(100_001);
    expect(counted.findIndex((tokens) => tokens === undefined)).toBeGreaterThanOrEqual(100);
    expect(meter.finish()).toMatchObject({ method: "estimate", error: 0.0001, total: 300 * 100_001 });
  });
});
