import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { findDataFiles } from "#dataset/read/source.js";
import { validateFiles } from "#dataset/validate/validate.js";
import { newestRules } from "#rules/select-rules.js";

const cwd = resolve("../shared/data/datasets");

/** Microsoft's own samples: what is said of them is true, and nothing else is said. */
describe.skipIf(!existsSync(cwd))("public data sets (skipped where ../shared/data is absent)", () => {
  it.each([
    ["countdown/countdown_train_100.jsonl", "training", 100, {}],
    ["countdown/countdown_valid_50.jsonl", "validation", 50, {}],
    ["countdown/countdown_eval_100.jsonl", "validation", 100, { "messages-missing": 100 }],
    // Every prompt begins: "Solve problems with detailed step-by-step thinking".
    ["foundry_samples/rft_training_set.jsonl", "training", 100, { "risky-phrase": 100 }],
    ["foundry_samples/rft_validation_set.jsonl", "validation", 10, { "risky-phrase": 10 }],
    ["agentic_tool_call/train_tool.jsonl", "training", 10, { "small-data-set": 1 }],
    ["agentic_tool_call/valid_tool.jsonl", "validation", 10, {}],
    ["agentic_endpoint_grader/countdown_train_25.jsonl", "training", 25, { "small-data-set": 1 }],
    ["agentic_endpoint_grader/countdown_valid_10.jsonl", "validation", 10, {}],
  ])("%s is a %s file of %s rows", async (path, role, examples, expected) => {
    const { files, findings } = await validateFiles(await findDataFiles([path], { cwd }), {
      rules: newestRules,
    });
    expect(files).toMatchObject([{ role, examples }]);
    expect(Object.fromEntries(findings.map(({ code, count }) => [code, count]))).toEqual(expected);
  });

  it("lack the field that the job file shipped with foundry_samples reads", async () => {
    const files = await findDataFiles(["foundry_samples"], { cwd });
    const references = [{ text: "item.target", path: ["target"] }];
    const { summary, findings } = await validateFiles(files, { rules: newestRules, references });
    expect(summary.errors).toBe(110);
    expect(new Set(findings.map(({ code }) => code))).toEqual(
      new Set(["template-unresolved", "risky-phrase"]),
    );
  });
});
