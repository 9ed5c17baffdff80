import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runBin } from "#test/support/run-bin.js";

const folder = mkdtempSync(join(tmpdir(), "rft-e2e-metrics-"));
const results = readFileSync("fixtures/cli/results.csv", "utf8");
beforeAll(() => {
  writeFileSync(join(folder, "one.csv"), results);
  writeFileSync(join(folder, "other.csv"), results.replaceAll("0.7", "0.9"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const metrics = (words: string, input?: string) =>
  runBin(["metrics", ...words.split(" ")], { cwd: folder, ...(input !== undefined && { input }) });

describe("rft metrics, built", () => {
  test("two files: compared on the screen, in one HTML file and in one CSV", async () => {
    const { exitCode, stdout, stderr } = await metrics(
      "one.csv other.csv --html both.html --csv both-tidy.csv",
    );
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: "written: both-tidy.csv\nwritten: both.html\n",
    });
    expect(stdout).toContain("first came to");
    const html = readFileSync(join(folder, "both.html"), "utf8");
    expect(html).toContain("2 runs compared: B other.csv reached the highest validation reward");
    // The code that draws is in the file, not beside it.
    expect(html).toContain("uplot");
    const rows = readFileSync(join(folder, "both-tidy.csv"), "utf8").split("\n");
    expect(rows[0]).toBe("run,step,metric,value");
    expect(rows).toContain("other.csv,6,full_valid_mean_reward,0.9");
    expect(readdirSync(folder).toSorted()).toEqual(["both-tidy.csv", "both.html", "one.csv", "other.csv"]);
  });

  test.each([
    ["no condition holds", "full_valid_mean_reward<0.6", 0],
    ["one of two holds", "full_valid_mean_reward<0.6 --fail-if gap@last>0.001", 1],
    ["it holds of one of two runs", "full_valid_mean_reward>0.8 other.csv", 1],
    ["there is no such metric", "full_valid_mean_rewrd<0.6", 2],
    ["it is no condition", "full_valid_mean_reward<", 2],
  ])("--fail-if: %s", async (_, words, exitCode) => {
    expect((await metrics(`one.csv --fail-if ${words}`)).exitCode).toBe(exitCode);
  });

  test("standard input is read as a file is, from Windows too", async () => {
    const windows = `\uFEFF${results.replaceAll("\n", "\r\n")}`;
    const [fromFile, fromInput] = await Promise.all([
      metrics("one.csv --json"),
      metrics("- --json", windows),
    ]);
    expect(fromInput.exitCode).toBe(0);
    expect(JSON.parse(fromInput.stdout)).toEqual(JSON.parse(fromFile.stdout.replace('"one.csv"', '"-"')));
  });

  test("a reader that has seen enough is no fault", async () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `${index + 1},0.5,0.${index + 1}`);
    const input = ["step,train_mean_reward,full_valid_mean_reward", ...lines].join("\n");
    const { exitCode, stderr } = await runBin(["metrics", "-", "--json"], {
      input,
      onOutput: (child) => void child.stdout?.destroy(),
    });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  });
});
