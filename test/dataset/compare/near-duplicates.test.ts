import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { validateFiles } from "#dataset/validate/validate.js";
import { newestRules } from "#rules/select-rules.js";
import { jsonLines } from "#test/support/bytes.js";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "rft-near-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The generator mulberry32, to whole numbers below a limit. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const template =
  "You are a careful clerk. Read the note below, find the amount that is due, and answer with the number alone, without a currency. Note: ";

async function findPairs(prompts: readonly string[]): Promise<[line: number, before: number][]> {
  const absolutePath = join(folder, "rows.jsonl");
  const rows = prompts.map((content, answer) => ({ messages: [{ role: "user", content }], answer }));
  writeFileSync(absolutePath, jsonLines(rows));
  const { findings } = await validateFiles([{ path: "rows.jsonl", absolutePath, role: "training" }], {
    rules: newestRules,
    nearDuplicates: true,
    maxFindings: prompts.length,
  });
  return findings
    .filter(({ code }) => code === "near-duplicate-example")
    .map(({ line, message }) => [line ?? 0, Number(/line (\d+)/.exec(message)?.[1])]);
}

describe("near duplicates", () => {
  it("finds planted pairs behind a template that all rows share, and hardly any other", async () => {
    const random = seeded(7);
    const words = Array.from({ length: 3_000 }, (_, index) => `w${index.toString(36)}`);
    const noteOf = () => Array.from({ length: 80 }, () => words[random(words.length)] ?? "");
    const prompts: string[] = [];
    const planted = new Map<number, number>();
    for (let row = 0; row < 2_000; row++) {
      if (row >= 1_000 && row % 5 === 0) {
        // Two words of eighty changed: some 93 % of the runs of three words stay.
        const before = random(1_000);
        const changed = (prompts[before] ?? "").slice(template.length).split(" ");
        changed[random(40)] = "changed";
        changed[40 + random(40)] = "altered";
        planted.set(row + 1, before + 1);
        prompts.push(template + changed.join(" "));
      } else {
        prompts.push(template + noteOf().join(" "));
      }
    }
    const found = await findPairs(prompts);
    const right = found.filter(
      ([line, before]) => planted.get(line) === before || planted.get(before) === planted.get(line),
    );
    expect(right.length / found.length).toBeGreaterThanOrEqual(0.99);
    expect(right.length / planted.size).toBeGreaterThanOrEqual(0.95);
  });

  it.each([
    ["rows that differ in what the template asks about", (n: number) => `${template}the bill is ${n} euros.`],
    ["rows of few words", (n: number) => `Is ${n} odd?`],
  ])("leaves alone %s", async (_, promptOf) => {
    expect(await findPairs(Array.from({ length: 50 }, (_row, n) => promptOf(n)))).toEqual([]);
  });

  it("compares texts without blanks between words", async () => {
    const text =
      "昨日の夕方、港に古い船が着き、子供たちは橋の上から長いあいだ荷物の数を数えていた。いくつですか。";
    const others = Array.from({ length: 30 }, (_, n) => `${String.fromCodePoint(0x4e00 + n)}は何ですか。`);
    expect(await findPairs([text, ...others, text.replace("古い", "新しい")])).toEqual([[32, 1]]);
  });
});
