import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { run, transcript } from "#test/support/run-in-memory.js";

let cwd = "";
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "rft-files-"));
  cpSync("fixtures/convert", cwd, { recursive: true });
  mkdirSync(join(cwd, "folder"));
});
afterEach(() => rmSync(cwd, { recursive: true }));

/** Each line runs in a folder of its own that holds fixtures/convert; its transcript stands in transcripts/. */
const lines: [name: string, words: string, written: string[]][] = [
  ["convert-supervised", "convert supervised.jsonl -o out.jsonl", ["out.jsonl"]],
  [
    "convert-developer-json",
    "convert supervised.jsonl -o out.jsonl --system developer --json",
    ["out.jsonl"],
  ],
  ["convert-preference", "convert preference.jsonl -o out.jsonl", ["out.jsonl"]],
  ["convert-csv", "convert answers.csv -o out.jsonl", ["out.jsonl"]],
  ["convert-json-array", "convert records.json -o out.jsonl", ["out.jsonl"]],
  ["convert-evals", "convert evals.jsonl -o out.jsonl", []],
  [
    "convert-evals-prompt",
    "convert evals.jsonl -o out.jsonl --prompt animal --reference legs",
    ["out.jsonl"],
  ],
  ["convert-stdin", "convert - -o out.jsonl", ["out.jsonl"]],
  ["convert-missing", "convert nowhere.jsonl -o out.jsonl", []],
  ["convert-folder", "convert folder -o out.jsonl", []],
  ["convert-no-output", "convert answers.csv", []],
  ["convert-to-stdout", "convert answers.csv -o -", []],
  ["convert-to-itself", "convert answers.csv -o ./answers.csv --force", []],
  ["convert-there-already", "convert answers.csv -o legs.jsonl", []],
  ["convert-no-folder", "convert answers.csv -o nowhere/out.jsonl", []],
  ["convert-column-typo", "convert answers.csv -o out.jsonl --prompt qestion", []],
  ["convert-column-typo-json", "convert answers.csv -o out.jsonl --reference anser --json", []],
  ["convert-wrong-role", "convert answers.csv -o out.jsonl --system tool", []],
  ["split", "split legs.jsonl --validation 0.3", ["train.jsonl", "valid.jsonl"]],
  ["split-json", "split legs.jsonl --json --stratify legs --train-out a --validation-out b", ["a", "b"]],
  ["split-stratify", "split legs.jsonl --validation 0.2 --stratify legs", ["train.jsonl", "valid.jsonl"]],
  ["split-field-typo", "split legs.jsonl --stratify leg", []],
  ["split-csv", "split answers.csv", []],
  ["split-stdin", "split -", []],
  ["split-missing", "split nowhere.jsonl", []],
  ["split-share-0", "split legs.jsonl --validation 0", []],
  ["split-share-1", "split legs.jsonl --validation 1", []],
  ["split-share-2", "split legs.jsonl --validation 2", []],
  ["split-one-file", "split legs.jsonl --train-out a --validation-out ./a", []],
  ["split-over-input", "split legs.jsonl --train-out legs.jsonl --force", []],
  ["split-no-folder", "split legs.jsonl --train-out nowhere/a --validation-out b", []],
  ["split-new-folder", "split legs.jsonl -o parted", ["parted"]],
];

describe("command lines that write files", () => {
  test.each(lines)("%s", async (name, words, written) => {
    const argv = words.split(" ");
    const before = new Set(readdirSync(cwd));
    const outcome = await run(argv, { cwd, stdin: '{"prompt":"How many legs has an ant?","answer":"6"}\n' });
    await expect(transcript(argv, outcome)).toMatchFileSnapshot(`transcripts/${name}.txt`);
    expect(readdirSync(cwd).filter((file) => !before.has(file))).toEqual(written);
  });

  test("a second run writes only with --force", async () => {
    const read = () => readFileSync(join(cwd, "valid.jsonl"), "utf8");
    expect((await run(["split", "legs.jsonl"], { cwd })).exitCode).toBe(1);
    const first = read();
    expect((await run(["split", "legs.jsonl", "--seed", "2"], { cwd })).exitCode).toBe(2);
    expect(read()).toBe(first);
    expect((await run(["split", "legs.jsonl", "--seed", "2", "--force"], { cwd })).exitCode).toBe(1);
    expect(read()).not.toBe(first);
    expect((await run(["split", "legs.jsonl", "--force"], { cwd })).exitCode).toBe(1);
    expect(read()).toBe(first);
  });

  test("what convert and split write is what validate-data takes", async () => {
    await run(["convert", "answers.csv", "-o", "out.jsonl"], { cwd });
    await run(["split", "legs.jsonl"], { cwd });
    const { stdout } = await run(["validate-data", "out.jsonl", "train.jsonl", "valid.jsonl", "--json"], {
      cwd,
    });
    expect(stdout).not.toContain("validation-leak");
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      files: [{ role: "training" }, { role: "training" }, { role: "validation" }],
    });
  });

  test("an interruption leaves nothing behind", async () => {
    const controller = new AbortController();
    controller.abort("interrupted");
    const { exitCode } = await run(["convert", "answers.csv", "-o", "out.jsonl"], {
      cwd,
      signal: controller.signal,
    });
    expect(exitCode).toBe(130);
    expect(readdirSync(cwd)).toHaveLength(7);
  });
});
