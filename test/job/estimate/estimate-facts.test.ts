import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readEstimateFacts } from "#job/estimate/estimate-facts.js";
import { loadJob } from "#job/spec/read-spec.js";

const judge = {
  type: "score_model",
  name: "judge",
  model: "gpt-4.1",
  input: [{ role: "user", content: "{{item.answer}} {{sample.output_text}}" }],
};

async function factsOf(
  training: string[],
  { grader = judge, file = "t.jsonl" }: { grader?: object; file?: string } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), "rft-test-"));
  writeFileSync(join(folder, "t.jsonl"), training.join("\n"));
  writeFileSync(join(folder, "v.jsonl"), row("hello"));
  const method = { type: "reinforcement", reinforcement: { grader } };
  const job = { model: "o4-mini", training_file: file, validation_file: "v.jsonl", method };
  writeFileSync(join(folder, "job.json"), JSON.stringify(job));
  const { spec } = await loadJob("job.json", folder);
  if (!spec) throw new Error("no spec");
  return readEstimateFacts(spec);
}

/** A prompt of one token (o200k_base has "hello" whole). */
function row(prompt: string, answer = "yes"): string {
  return JSON.stringify({ messages: [{ role: "user", content: prompt }], answer });
}

describe("what an estimate reads of the files", () => {
  test("rows that can be read, mean prompt, what the judge reads of either file", async () => {
    const facts = await factsOf([row("hello"), "not JSON", row("hello hello hello")]);
    expect(facts.training.rows).toBe(2);
    expect(facts.training.promptTokens).toBe(2);
    expect(facts.validation?.rows).toBe(1);
    // "yes " is two tokens; one message and the reply's start are six more.
    expect(facts.training.judges).toEqual([
      { pointer: "", model: "gpt-4.1", promptTokens: 8, quotations: 1 },
    ]);
    expect(facts.validation?.judges).toHaveLength(1);
  });

  test("a grader that cannot be read has no judges", async () => {
    const facts = await factsOf([row("hello")], { grader: { ...judge, model: 7 } });
    expect(facts.training.judges).toEqual([]);
  });

  test.each([
    ["a file at the service", [row("hello")], "file-0123", "its rows are not known here"],
    ["no row", [""], "t.jsonl", "no row that can be read"],
    ["no file", [], "missing.jsonl", "missing.jsonl"],
  ])("%s is said", async (_, rows, file, message) => {
    await expect(factsOf(rows, { file })).rejects.toThrow(message);
  });
});
