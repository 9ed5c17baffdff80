import { expect, test } from "vitest";
import { testEmulator } from "#test/support/test-emulator.js";
import { run } from "#test/support/run-in-memory.js";

/** A job whose reward levels off below the top, so that an earlier step than the best is recommended. */
async function levelJob(refused = /^$/) {
  const emulator = await testEmulator();
  const hyperparameters = { n_epochs: 6, batch_size: 4, eval_interval: 3, eval_samples: 2 };
  const { id } = await emulator.createJob({
    hyperparameters,
    body: { metadata: { simulated_illness: "plateau" } },
  });
  emulator.pass(100_000);
  const asked: string[] = [];
  const surroundings = {
    env: { AZURE_OPENAI_ENDPOINT: emulator.url, AZURE_OPENAI_API_KEY: "emulator" },
    fetch: async (input: string | URL | Request, init?: RequestInit) => {
      const url = input instanceof Request ? input.url : String(input);
      asked.push(url);
      return refused.test(url) ? Response.json({ error: {} }, { status: 404 }) : fetch(input, init);
    },
  };
  const metrics = (...words: string[]) => run(["metrics", id, ...words], surroundings);
  return { metrics, asked };
}

test("a job's recommended and best step are compared row by row, in text and in JSON", async () => {
  const { metrics, asked } = await levelJob();
  const { stdout, exitCode } = await metrics("--json");
  const [{ recommended, deployable, deployableBest, deployment, deploymentBest, notJudged }] =
    JSON.parse(stdout).runs;
  expect(exitCode).toBe(0);
  expect(recommended).toMatchObject({
    step: 12,
    reward: 0.5,
    bestReward: 0.55,
    bandBasis: "independent",
    samplesPerRow: 2,
    paired: { basis: "paired rows", rows: 10 },
  });
  const { better, worse, equal, difference } = recommended.paired;
  expect(better + worse + equal).toBe(10);
  expect(difference).toBeCloseTo(recommended.difference, 9);
  expect(notJudged).toEqual([]);
  // The list of runs, and a page of each of the two.
  expect(asked.filter((url) => url.includes("/evals/"))).toHaveLength(3);
  // One name for a checkpoint, wherever it stands.
  expect(deployable.model).toBe(recommended.checkpoint);
  expect(deployment.curl).toContain(`"name":"${recommended.checkpoint}"`);
  expect(deploymentBest.curl).toContain(`"name":"${deployableBest.checkpoint}"`);

  const text = (await metrics()).stdout;
  expect(text).toContain("step 12: 0.5; best 0.55 at step 21; difference 0.05, noise");
  expect(text).toMatch(/row by row +step 21 earns 0\.05 more than step 12 over the same 10 rows/);
  expect(text).toContain("or step 21, the best");
  expect(text).not.toContain(":ckpt-step-");
});

test("evaluations that cannot be read are no reason to fail: it says why", async () => {
  const { metrics } = await levelJob(/\/evals\//);
  const { stdout, exitCode } = await metrics();
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/note: steps 12 and 21 could not be compared row by row: GET/);
  expect(stdout).toContain("step 12: 0.5; best 0.55 at step 21");
});

test("--no-outputs asks for none", async () => {
  const { metrics, asked } = await levelJob();
  expect((await metrics("--no-outputs")).stdout).not.toContain("row by row");
  expect(asked.filter((url) => url.includes("/evals/"))).toEqual([]);
});
