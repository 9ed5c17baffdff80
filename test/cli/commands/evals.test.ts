import { describe, expect, test } from "vitest";
import { type TestEmulator, testEmulator } from "#test/support/test-emulator.js";
import { run, transcript } from "#test/support/run-in-memory.js";

const hyperparameters = { n_epochs: 6, batch_size: 4, eval_interval: 10, eval_samples: 2 };

async function evals(emulator: TestEmulator, words: string, columns?: number) {
  const argv = ["evals", ...words.split(" ")];
  const outcome = await run(argv, {
    fetch: globalThis.fetch,
    env: { AZURE_OPENAI_ENDPOINT: emulator.url, AZURE_OPENAI_API_KEY: "emulator" },
    ...(columns !== undefined && { columns }),
  });
  return { ...outcome, text: transcript(argv, outcome) };
}

/** A job whose grader is cheated, trained to its end. */
async function hackedJob(emulator: TestEmulator): Promise<string> {
  const { id } = await emulator.createJob({
    hyperparameters,
    body: { metadata: { simulated_illness: "hack" } },
  });
  emulator.pass(100_000);
  return id;
}

describe("rft evals", () => {
  test("runs, and rows of the last step against earlier ones", async () => {
    const emulator = await testEmulator();
    const id = await hackedJob(emulator);
    for (const [name, words] of [
      ["evals-runs", id],
      ["evals-rows", `${id} --step first,best,last --top 3 --changed`],
      ["evals-one-row", `${id} --row 2 --step 0,30`],
      ["evals-rows-json", `${id} --step best,last --worst 1 --json`],
      ["evals-unknown-step", `${id} --step 7`],
      ["evals-unknown-row", `${id} --row 99`],
    ] as const) {
      const { text, stdout } = await evals(emulator, words);
      const widest = Math.max(...stdout.split("\n").map(({ length }) => length));
      // JSON is for programs, whatever its width.
      expect(words.includes("--json") || widest <= 80, `${name}: ${widest} characters`).toBe(true);
      await expect(text).toMatchFileSnapshot(`transcripts/${name}.txt`);
    }
  });

  test("a job that has not begun, one in its first step, and none", async () => {
    const emulator = await testEmulator();
    const { id } = await emulator.createJob({ hyperparameters });
    await expect((await evals(emulator, id)).text).toMatchFileSnapshot("transcripts/evals-pending.txt");
    emulator.pass(200);
    await expect((await evals(emulator, id)).text).toMatchFileSnapshot("transcripts/evals-in-progress.txt");
    await expect((await evals(emulator, `${id} --worst 1`)).text).toMatchFileSnapshot(
      "transcripts/evals-in-progress-rows.txt",
    );
    expect(await evals(emulator, "ftjob-0")).toMatchObject({ exitCode: 3 });
  });
});
