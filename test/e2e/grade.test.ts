import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningEmulator, bin, runBin, startEmulatorProcess } from "#test/support/run-bin.js";
import { hasPython } from "#test/support/has-python.js";

const folder = mkdtempSync(join(tmpdir(), "rft-e2e-grade-"));
let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulatorProcess(join(folder, "emulator"), 300);
  const row = (n: number) => JSON.stringify({ item: { n }, sample: { output_text: `answer ${n}` } });
  writeFileSync(join(folder, "many.jsonl"), Array.from({ length: 20_000 }, (_, n) => row(n)).join("\n"));
  writeFileSync(join(folder, "some.jsonl"), Array.from({ length: 300 }, (_, n) => row(n)).join("\n"));
  const same = {
    type: "string_check",
    input: "{{sample.output_text}}",
    reference: "answer {{item.n}}",
    operation: "eq",
  };
  writeFileSync(join(folder, "same.json"), JSON.stringify(same));
  const content = "Rate {{sample.output_text}}";
  const judge = { type: "score_model", model: "gpt-4o", range: [2, 4], input: [{ role: "user", content }] };
  writeFileSync(join(folder, "judge.json"), JSON.stringify(judge));
  const source = "import time\ndef grade(sample, item):\n  time.sleep(item['n'])\n  return 1";
  writeFileSync(
    join(folder, "slow.jsonl"),
    '{"item":{"n":0},"output_text":""}\n{"item":{"n":60},"output_text":""}\n',
  );
  writeFileSync(join(folder, "slow.json"), JSON.stringify({ type: "python", source }));
});
afterAll(async () => {
  await emulator.stop();
  rmSync(folder, { recursive: true, force: true });
});

const grade = (words: string, env = emulator.env) =>
  runBin(["grade", ...words.split(" ")], { cwd: folder, env });
const rewardsOf = (stdout: string) =>
  stdout
    .trimEnd()
    .split("\n")
    .map((line) => (JSON.parse(line) as { reward: number }).reward);
const count = (text: string) => text.split("\n").length - 1;
const answersKept = () => readdirSync(join(folder, "kept")).filter((name) => name.endsWith(".json")).length;

describe("rft grade, built, against the emulator", () => {
  it("streams 20,000 lines in order", async () => {
    const { exitCode, stdout, stderr } = await grade("same.json --samples many.jsonl");
    const lines = stdout.trimEnd().split("\n");
    expect(lines.map((line) => Number(/^\{"line":(\d+),"reward":1,/.exec(line)?.[1]))).toEqual(
      Array.from({ length: 20_000 }, (_, index) => index + 1),
    );
    expect(stderr).toBe("20,000 samples, mean reward 1\n");
    expect(exitCode).toBe(0);
  });

  it("ends quietly when its reader has had enough", async () => {
    const command = `"${process.execPath}" "${bin}" grade same.json --samples many.jsonl | head -1; exit $\{PIPESTATUS[0]}`;
    const child = spawn("bash", ["-c", command], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (text) => (stdout += String(text)));
    child.stderr.on("data", (text) => (stderr += String(text)));
    const [exitCode] = await once(child, "close");
    expect({ lines: count(stdout), stderr, exitCode }).toEqual({ lines: 1, stderr: "", exitCode: 0 });
  });

  it("asks the simulated judge, and after Ctrl-C goes on with what it has kept", async () => {
    const words = "judge.json --samples some.jsonl --judge some-deployment --cache kept --concurrency 3";
    const interrupted = await runBin(["grade", ...words.split(" ")], {
      cwd: folder,
      env: emulator.env,
      onOutput: (child, stdout) => {
        // Once: a second one ends the process the hard way.
        if (count(stdout) > 20 && !child.killed) child.kill("SIGINT");
      },
    });
    expect(interrupted.exitCode).toBe(130);
    expect(interrupted.stderr).toContain("goes on from them");
    const kept = answersKept();
    expect(kept).toBeGreaterThan(20);
    expect(kept).toBeLessThan(300);

    const { exitCode, stdout, stderr } = await grade(words);
    expect(exitCode, stderr).toBe(0);
    expect(count(stdout)).toBe(300);
    expect(rewardsOf(stdout).slice(0, count(interrupted.stdout))).toEqual(rewardsOf(interrupted.stdout));
    expect(stderr).toMatch(
      /judge some-deployment \(simulated\): [\d]+ answers, [\d,]+ \+ [\d,]+ tokens \(in \+ out\)/,
    );
    expect(stderr).toContain(`judge: ${kept} answers kept from before`);
    const rewards = rewardsOf(stdout);
    expect(Math.min(...rewards)).toBeGreaterThanOrEqual(2);
    expect(Math.max(...rewards)).toBeLessThanOrEqual(4);
    expect(new Set(rewards).size).toBeGreaterThan(20);
  });

  it("agrees with the emulator's own graders/run", async () => {
    const { exitCode, stderr } = await grade("same.json --samples some.jsonl --remote 5");
    expect(stderr).toContain("service: 5 samples compared, none differs");
    expect(exitCode).toBe(0);
  });

  it.skipIf(!hasPython())(
    "ends a running program with Ctrl-C, at once (skipped where python3 is absent)",
    async () => {
      const started = performance.now();
      const { PATH = "", HOME = "" } = process.env;
      const { exitCode, stdout } = await runBin(
        ["grade", "slow.json", "--samples", "slow.jsonl", "--allow-python"],
        {
          cwd: folder,
          env: { PATH, HOME },
          onOutput: (child) => void child.kill("SIGINT"),
        },
      );
      expect(exitCode).toBe(130);
      expect(count(stdout)).toBe(1);
      expect(performance.now() - started).toBeLessThan(15_000);
    },
  );
});
