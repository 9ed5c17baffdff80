import { execFileSync, spawn } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DataFile, findDataFiles } from "#dataset/read/source.js";
import { validateFiles } from "#dataset/validate/validate.js";
import { newestRules } from "#rules/select-rules.js";
import { jsonLines } from "#test/support/bytes.js";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "rft-odd-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const rows = (count: number, from = 0) =>
  jsonLines(
    Array.from({ length: count }, (_, index) => ({
      messages: [{ role: "user", content: `How many legs have ${index + from} ants?` }],
      legs: String(6 * (index + from)),
    })),
  );

function fileAt(name: string, role: DataFile["role"] = "training"): DataFile {
  return { path: name, absolutePath: join(folder, name), role };
}

const options = { rules: newestRules };

describe.skipIf(process.platform === "win32")("a named pipe (skipped on Windows, which has none)", () => {
  function makePipe(name: string): DataFile {
    execFileSync("mkfifo", [join(folder, name)]);
    return fileAt(name);
  }

  it("is read like a file, and its matches are believed", async () => {
    const file = makePipe("pipe");
    writeFileSync(join(folder, "piped.jsonl"), rows(100) + rows(1));
    const writer = spawn("sh", [
      "-c",
      `sleep 0.2; cat '${join(folder, "piped.jsonl")}' > '${file.absolutePath}'`,
    ]);
    const { files, findings } = await validateFiles([file], options);
    expect(files[0]?.examples).toBe(101);
    expect(findings.map(({ code, line }) => [code, line])).toEqual([["duplicate-example", 101]]);
    expect(writer.exitCode ?? 0).toBe(0);
  });

  it("into which nobody writes holds up nothing: an abort ends it at once", async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error("enough")), 50);
    const started = performance.now();
    await expect(validateFiles([makePipe("silent")], { ...options, signal: stop.signal })).rejects.toThrow(
      "enough",
    );
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe("a file that changes while it is read", () => {
  it.each<[string, (path: string) => void]>([
    ["grows", (path) => appendFileSync(path, rows(50))],
    ["shrinks", (path) => truncateSync(path, 100)],
    ["is deleted", (path) => rmSync(path)],
  ])("and %s is read to its end", async (name, change) => {
    const file = fileAt(`${name}.jsonl`);
    writeFileSync(file.absolutePath, rows(20_000) + rows(1));
    let isChanged = false;
    const { files, findings } = await validateFiles([file], {
      ...options,
      onProgress() {
        if (!isChanged) change(file.absolutePath);
        isChanged = true;
      },
    });
    expect(isChanged).toBe(true);
    expect(files[0]?.bytes).toBeGreaterThan(0);
    expect(findings.filter(({ severity }) => severity === "error").length).toBeLessThanOrEqual(1);
  });
});

describe("many files", () => {
  it("are each read or reported, whatever they are", async () => {
    writeFileSync(join(folder, "good.jsonl"), rows(100));
    mkdirSync(join(folder, "folder.jsonl"));
    writeFileSync(join(folder, "packed.jsonl"), gzipSync(rows(10)));
    const names = ["gone.jsonl", "folder.jsonl", "packed.jsonl", "good.jsonl"];
    const { findings, files } = await validateFiles(
      names.map((name) => fileAt(name)),
      options,
    );
    expect(findings.map(({ code, file }) => [code, file])).toEqual([
      ["unreadable-file", "gone.jsonl"],
      ["unreadable-file", "folder.jsonl"],
      ["not-text", "packed.jsonl"],
    ]);
    expect(files.map(({ examples }) => examples)).toEqual([0, 0, 0, 100]);
  });

  it("are found by a pattern, thousands of them, and leave no descriptor open", async () => {
    const many = join(folder, "many");
    mkdirSync(many);
    for (let number = 0; number < 2_000; number++)
      writeFileSync(join(many, `${number}.jsonl`), rows(1, number));
    const found = await findDataFiles(["many/*.jsonl"], { cwd: folder });
    const { files, summary } = await validateFiles(found, { ...options, maxFindings: 0 });
    expect(files).toHaveLength(2_000);
    expect(summary).toEqual({ errors: 0, warnings: 2_000, notes: 0 });
  });
});

describe("the event loop", () => {
  const letters = "qwertzuiopasdfghjklyxcvbnm".repeat(40_000);
  it.each([
    ["a large file is checked", () => rows(50_000), {}],
    [
      "a million letters without a break are counted",
      () => jsonLines([{ messages: [{ role: "user", content: letters }], legs: "6" }]),
      { tokens: "exact" },
    ],
  ] as const)("is not held up while %s", async (name, makeText, more) => {
    const file = fileAt(`${name}.jsonl`);
    writeFileSync(file.absolutePath, makeText());
    let longest = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    await validateFiles([file], { ...options, ...more });
    clearInterval(timer);
    // The bar is 100 ms; a busy machine may add to it.
    expect(longest).toBeLessThan(400);
  });
});

describe("a long line", () => {
  it("of 30 MB is one row like any other", async () => {
    const file = fileAt("long.jsonl");
    const content = "How many legs have the ants? ".repeat(1_000_000);
    writeFileSync(file.absolutePath, jsonLines([{ messages: [{ role: "user", content }], legs: "6" }]));
    const { findings, files } = await validateFiles([file], options);
    expect(files[0]).toMatchObject({ examples: 1, longLines: [{ line: 1, bytes: 29_000_054 }] });
    expect(findings.map(({ code }) => code)).toEqual(["too-few-examples"]);
  });
});
