import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { runBin } from "#test/support/run-bin.js";
import { type JobChange, testEmulator } from "#test/support/test-emulator.js";

/** Shifts a process's clock, as a wrong time zone or an empty battery does; what has elapsed stays true. */
const shift = `const Real = Date;
const ahead = Number(process.env.HOURS_AHEAD) * 3600000;
globalThis.Date = class extends Real {
  constructor(...given) {
    if (given.length === 0) super(Real.now() + ahead);
    else super(...given);
  }
  static now() {
    return Real.now() + ahead;
  }
};
`;

/** A job on an emulator whose time only `pass` moves, and rft on a machine whose clock may be wrong. */
async function jobOnEmulator(change: JobChange = {}) {
  const emulator = await testEmulator();
  const { id } = await emulator.createJob(change);
  const cwd = mkdtempSync(join(tmpdir(), "rft-clock-"));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  writeFileSync(join(cwd, "shift.cjs"), shift);
  const rft = async (hoursAhead: number, ...argv: readonly string[]) =>
    runBin(argv, {
      cwd,
      env: {
        AZURE_OPENAI_ENDPOINT: emulator.url,
        AZURE_OPENAI_API_KEY: "emulator",
        NODE_OPTIONS: "--require ./shift.cjs",
        HOURS_AHEAD: String(hoursAhead),
      },
    });
  return { id, rft, emulator };
}

const rules = ["--pause-when", "budget:100", "--pause-when", "hours:1"];

describe("a look by a clock that is wrong", () => {
  test.each([
    [-3, "3 h 00 min behind the service's"],
    [1.5, "1 h 30 min ahead of the service's"],
    [24 * 365, "8760 h 00 min ahead of the service's"],
  ])("%s hours: pauses nothing at a true $14, and calls nothing stalled", async (hours, said) => {
    const { id, rft, emulator } = await jobOnEmulator();
    // Queue and preprocessing take three minutes, a step about four.
    emulator.pass(700);
    const { exitCode, stdout, stderr } = await rft(hours, "watch", id, "--once", ...rules);
    expect(stdout).toContain("Step 2/5");
    expect(stdout).not.toMatch(/stalled|paus(?:ed|ing)|\$/);
    expect(stderr).toContain(`This machine's clock is ${said}`);
    expect(exitCode).toBe(0);
    const again = await rft(hours, "watch", id, "--once", ...rules);
    expect(again.stderr).not.toContain("clock");
    expect((await emulator.job(id)).status).toBe("running");
  });

  test("a clock that is right is no matter for a word, though the emulator's own runs apart from it", async () => {
    const { id, rft, emulator } = await jobOnEmulator();
    emulator.pass(700);
    const { stderr } = await rft(0, "watch", id, "--once", ...rules);
    expect(stderr).not.toContain("clock");
  });

  test("a job that hangs is stalled by the service's clock, also where this one is behind", async () => {
    const { id, rft, emulator } = await jobOnEmulator({
      body: { metadata: { simulated_illness: "stalled" } },
    });
    emulator.pass(4 * 3600);
    const { stdout } = await rft(-3, "watch", id, "--once");
    expect(stdout).toContain("stalled? no event for");
    const metrics = await rft(-3, "metrics", id, "--json");
    expect(metrics.stdout).toContain('"stalled"');
  });
});

describe("a developer tier job that the service preempts", () => {
  const preempted: JobChange = {
    body: { trainingType: "developerTier", metadata: { simulated_preemption_seconds: "36000" } },
  };

  test("is told by schedule after schedule, and succeeds in the end", async () => {
    const { id, rft, emulator } = await jobOnEmulator(preempted);
    emulator.pass(1500);
    const first = await rft(0, "watch", id, "--once", ...rules);
    expect(first.stdout).toMatch(/paused by the service/);
    expect(first.exitCode).toBe(0);
    emulator.pass(30_000);
    const second = await rft(0, "watch", id, "--once", ...rules);
    expect([second.exitCode, second.stdout]).toEqual([0, ""]);
    const wished = await rft(0, "watch", id, "--once", "--exit-on-preemption", "--json");
    const end: unknown = JSON.parse(wished.stdout.trim().split("\n").at(-1) ?? "");
    expect(end).toMatchObject({ type: "end", status: "paused", by: "service", exitCode: 5 });
    expect(wished.exitCode).toBe(5);
    emulator.pass(10_000);
    const last = await rft(0, "watch", id, "--once", "--json", ...rules);
    expect(last.exitCode).toBe(0);
    expect(last.stdout).not.toContain('"type":"rule"');
    expect(last.stdout).toContain('"status":"succeeded"');
  });
});
