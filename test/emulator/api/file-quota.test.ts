import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkFileQuota } from "#emulator/api/check-file-quota.js";
import { Refused } from "#emulator/state/refusals.js";
import type { Present } from "#emulator/simulate/emulated-service.js";
import { newestRules } from "#rules/select-rules.js";
import { testEmulator } from "#test/support/test-emulator.js";

const { files: mostFiles, bytes: mostBytes } = newestRules.fileQuota.value;

/** A resource that holds so many files of so many bytes each, and as many of results. */
function holding(files: number, bytes: number): Present {
  const held = Array.from({ length: files }, (_, at) => [
    [`file-${at}`, { bytes }] as const,
    [`file-result-${at}`, { bytes, resultOf: "ftjob-1" }] as const,
  ]);
  // Of the emulator's service the quota looks at its files and rules only.
  return { state: { files: new Map(held.flat()) }, rules: newestRules } as unknown as Present;
}

/** What a new file of so many bytes is told. */
function told(bytes: number, present: Present): string {
  try {
    checkFileQuota(bytes, present);
    return "taken";
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return error.message;
  }
}

describe("what a resource holds at the most", () => {
  test.each([
    ["the last file it can hold", mostFiles - 1, 1, 1, "taken"],
    ["one file too many", mostFiles, 1, 1, `The resource holds ${mostFiles} files already.`],
    ["the last byte it can hold", 2, 1000, mostBytes - 2000, "taken"],
    ["one byte too many", 2, 1000, mostBytes - 1999, "The files of the resource may have 1024 MB together."],
  ])("%s", (_, files, bytes, added, words) => {
    expect(told(added, holding(files, bytes))).toBe(words);
  });

  test("a file that is refused leaves nothing behind", async () => {
    const emulator = await testEmulator();
    await Promise.all(Array.from({ length: mostFiles }, (_, at) => emulator.upload("{}", `${at}.jsonl`)));
    const kept = await readdir(join(emulator.options.dataDir), { recursive: true });
    const { status, body } = await emulator.upload("{}", "more.jsonl");
    expect([status, body]).toMatchObject([400, { error: { code: "quotaExceeded" } }]);
    expect(await readdir(emulator.options.dataDir, { recursive: true })).toEqual(kept);
    const [first] = (await emulator.get<{ data: { id: string }[] }>("/files?limit=1")).body.data;
    await emulator.send("DELETE", `/openai/v1/files/${first?.id}`);
    expect((await emulator.upload("{}", "more.jsonl")).status).toBe(201);
  });
});
