import { describe, expect, it, test } from "vitest";
import { answerScoring } from "#grader/attack/score-answers.js";
import { compileGrader } from "#grader/score/compile-grader.js";
import { proveSamples } from "#grader/proof/prove-samples.js";
import { newestRules } from "#rules/select-rules.js";
import { samplesOf } from "#test/support/grader-rows.js";

const exact = {
  type: "string_check",
  operation: "eq",
  input: "{{sample.output_text}}",
  reference: "{{item.a}}",
};
const alike = {
  type: "text_similarity",
  evaluation_metric: "fuzzy_match",
  pass_threshold: 0.6,
  input: "{{sample.output_text}}",
  reference: "{{item.a}}",
};

async function proveLines(lines: ReturnType<typeof samplesOf>, config: object = exact) {
  const grader = compileGrader(config);
  const scoring = await answerScoring(grader, undefined);
  return proveSamples(grader, lines, { rules: newestRules, signal: undefined, scoring });
}

/** One row for each word, answered with the texts behind it. */
function prove(answers: Record<string, string[]>, config: object = exact) {
  const lines = Object.entries(answers).flatMap(([a, texts]) =>
    texts.map((output_text) => ({ item: { a }, output_text })),
  );
  return proveLines(samplesOf(lines), config);
}

describe("saved samples", () => {
  it("are told by prompt", async () => {
    const proof = await prove({ yes: ["yes", "yes"], no: ["no", "?"], up: ["?", "!"], down: ["down", "?"] });
    expect(proof?.report).toMatchObject({
      n: 8,
      prompts: 4,
      mean: 0.5,
      mixed: 0.5,
      allEqual: 0.5,
      allZero: 0.25,
      allOne: 0.25,
      withinPromptSd: expect.closeTo((0.5 * Math.SQRT2) / 2, 12),
      tooHard: { prompts: 1, lines: [5] },
      tooEasy: { prompts: 1, lines: [1] },
      advisedFailures: { min: 0.25, max: 0.5 },
    });
    expect(proof?.report.histogram.map(({ count }) => count)).toEqual([4, 0, 0, 0, 0, 0, 0, 0, 0, 4]);
    expect(proof?.findings).toEqual([]);
  });

  it("belong to one prompt where their items are equal, in any order of keys", async () => {
    const lines = [
      { item: { a: "x", b: { c: 1, d: 2 } }, sample: { output_text: "x" } },
      { item: { b: { d: 2, c: 1 }, a: "x" }, sample: { output_text: "y" } },
      { item: { a: "x", b: { c: 1, d: 3 } }, sample: { output_text: "y" } },
    ];
    const proof = await proveLines(samplesOf(lines));
    expect(proof?.report).toMatchObject({ n: 3, prompts: 2, mixed: 1 });
  });

  it("pass at the thresholds asked, and at the grader's own", async () => {
    const proof = await prove({ abcd: ["abcd", "ab", "xyz"] }, alike);
    expect(proof?.report.passRates.map(({ threshold, own }) => [threshold, own])).toEqual([
      [0.25, false],
      [0.5, false],
      [0.6, true],
      [0.75, false],
      [1, false],
    ]);
    expect(proof?.report.passRates.map(({ share }) => Math.round(share * 3))).toEqual([2, 2, 2, 1, 1]);
  });

  test.each<[string, Record<string, string[]>, string[]]>([
    ["every answer earns 0", { yes: ["Yes.", "Yes!"], no: ["No.", "No!"] }, ["scores-constant"]],
    ["one answer, given again and again", { yes: ["?", "?"], no: ["?", "?"] }, ["no-learning-signal"]],
    ["prompts are always or never solved", { yes: ["yes", "yes"], no: ["?", "?"] }, ["no-learning-signal"]],
    ["one sample a prompt tells nothing", { yes: ["yes"], no: ["?"] }, []],
    ["prompts are solved now and then", { yes: ["yes", "?"], no: ["no", "?"] }, []],
  ])("%s", async (_, answers, codes) => {
    const proof = await prove(answers);
    expect(proof?.findings.map(({ code }) => code)).toEqual(codes);
  });

  it("are none in an empty file, and must be samples", async () => {
    expect(await prove({})).toBeUndefined();
    const lines = samplesOf([{ item: {} }], "s.jsonl");
    await expect(proveLines(lines)).rejects.toThrow(
      "s.jsonl:1: neither the line nor its sample has output_text",
    );
  });
});
