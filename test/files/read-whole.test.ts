import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { appendFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readWhole } from "#files/read-whole.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "rft-test-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("a regular file", async () => {
  writeFileSync(join(folder, "a.json"), "{}");
  expect(String(await readWhole(join(folder, "a.json")))).toBe("{}");
});

// A reader that blocks would keep the writer, which is this very process, from ever writing.
test.skipIf(process.platform === "win32")(
  "a named pipe, which is read without blocking (skipped on Windows, which has none)",
  async () => {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    const [bytes] = await Promise.all([readWhole(pipe), appendFile(pipe, "from a pipe")]);
    expect(String(bytes)).toBe("from a pipe");
  },
);

test.each([
  ["absent.json", "ENOENT"],
  [".", "EISDIR"],
])("%s rejects with %s", async (name, code) => {
  await expect(readWhole(join(folder, name))).rejects.toMatchObject({ code });
});
