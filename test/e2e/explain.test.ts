import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runBin } from "#test/support/run-bin.js";

test("the built program has the pages in it, wherever it runs", async () => {
  const cwd = mkdtempSync(join(tmpdir(), "rft-explain-"));
  const { exitCode, stdout, stderr } = await runBin(["explain", "blank-line"], { cwd });
  rmSync(cwd, { recursive: true });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toContain("\nWhy it costs\n");
});
