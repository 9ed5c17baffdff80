import { describe, expect, test } from "vitest";
import { orderableFailures } from "#emulator/simulate/ordered-failure.js";
import { type TestEmulator, testEmulator } from "#test/support/test-emulator.js";

async function jobWith(metadata: Record<string, string>) {
  const emulator = await testEmulator();
  const { id } = await emulator.createJob({ body: { metadata } });
  return { emulator, id };
}

/** The messages of the log, oldest first. */
async function log(emulator: TestEmulator, id: string): Promise<string[]> {
  return (await emulator.events(id)).map(({ message }) => message).toReversed();
}

async function stepsOf(emulator: TestEmulator, id: string): Promise<number> {
  return (await emulator.events(id)).filter(({ type }) => type === "metrics").length;
}

describe("a fate to order", () => {
  // 20 rows in batches of 4: 5 steps.
  test.each([
    ["rai-data", 0],
    ["rai-model", 5],
    ["system-error", 3],
    ["grader-error", 3],
  ] as const)("%s: the job fails after %s steps, in the words of the table", async (name, steps) => {
    const { emulator, id } = await jobWith({ simulated_failure: name });
    emulator.pass(100_000);
    const { status, error, fine_tuned_model: model } = await emulator.job(id);
    const { code, message } = orderableFailures[name];
    expect({ status, error, model }).toEqual({
      status: "failed",
      error: { code, message },
      model: undefined,
    });
    expect(await stepsOf(emulator, id)).toBe(steps);
    const messages = await log(emulator, id);
    expect(messages.at(-1)).toBe(`Job failed: ${message}`);
    // Microsoft Learn, cost management: what fails the safety check of the data is not billed.
    expect(messages.join("\n")).not.toContain("billed");
  });

  test("a slow start: pending for as long as was asked", async () => {
    const { emulator, id } = await jobWith({ simulated_queue_seconds: "10800" });
    emulator.pass(10_799 - 6);
    expect((await emulator.job(id)).status).toBe("pending");
    emulator.pass(7);
    expect((await emulator.job(id)).status).toBe("running");
  });

  test("at $5,000 of simulated spend the service pauses the job, once", async () => {
    // $36,000 an hour is $10 a second: a step of 118 s or more costs over $1,180, and five of them more than $5,000.
    const { emulator, id } = await jobWith({ simulated_training_hour: "36000" });
    emulator.pass(100_000);
    expect((await emulator.job(id)).status).toBe("paused");
    const paused = await stepsOf(emulator, id);
    expect(paused).toBeGreaterThan(0);
    expect(paused).toBeLessThan(5);
    expect((await log(emulator, id)).join("\n")).toContain("reached its spending limit");
    await emulator.post(`/fine_tuning/jobs/${id}/resume`);
    emulator.pass(100_000);
    expect((await emulator.job(id)).status).toBe("succeeded");
  });

  test("at the real price a short job is not paused", async () => {
    const { emulator, id } = await jobWith({});
    emulator.pass(100_000);
    expect((await emulator.job(id)).status).toBe("succeeded");
  });
});
