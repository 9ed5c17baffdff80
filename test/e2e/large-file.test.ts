import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { findDataFiles } from "#dataset/read/source.js";
import { validateFiles } from "#dataset/validate/validate.js";
import { reportGithub } from "#report/findings/report-github.js";
import { newestRules } from "#rules/select-rules.js";
import { runBin } from "#test/support/run-bin.js";

const folder = mkdtempSync(join(tmpdir(), "rft-large-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** 65 MB: rows that stand twice, in either half and in both, and a broken one near the end. */
function writeLargeFile(path: string): void {
  const descriptor = openSync(path, "w");
  const words = "what is asked here stands in more words than it needs ".repeat(40);
  for (let start = 0; start < 29_000; start += 500) {
    const lines = Array.from({ length: 500 }, (_, index) => {
      const row = start + index;
      if (row === 28_900) return "{broken";
      const number = row % 9_000 === 8_999 ? 1 : row;
      return `{"messages":[{"role":"user","content":"Question ${number}: ${words}"}],"answer":"${number % 7}"}`;
    });
    writeSync(descriptor, `${lines.join("\n")}\n`);
  }
  closeSync(descriptor);
}

/** Says on stderr that a part has come from another thread: without it the file would be read by one, and the result be the same. */
const tellOfParts = `import { EventEmitter } from "node:events"; import { Worker } from "node:worker_threads";
Worker.prototype.emit = function (name, message) {
  if (message?.part) process.stderr.write("a part came");
  return EventEmitter.prototype.emit.apply(this, arguments);
};`;

it("reads a large file by two threads and finds what one thread finds", async () => {
  const path = join(folder, "large.jsonl");
  writeLargeFile(path);
  const alone = await validateFiles(await findDataFiles(["large.jsonl"], { cwd: folder }), {
    rules: newestRules,
  });
  expect(alone.findings.map(({ code, line }) => `${code} ${line}`)).toEqual([
    "duplicate-example 9000",
    "duplicate-example 18000",
    "duplicate-example 27000",
    "invalid-json 28901",
  ]);
  const argv = ["validate-data", "large.jsonl", "--tokens", "exact", "--format", "github", "--quiet"];
  const env = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(tellOfParts)}` };
  const { exitCode, stdout, stderr } = await runBin(argv, { cwd: folder, env });
  expect({ exitCode, stdout, stderr }).toEqual({
    exitCode: 1,
    stdout: reportGithub(alone),
    stderr: "a part came",
  });
});
