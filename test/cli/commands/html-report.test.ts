import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { testEmulator } from "#test/support/test-emulator.js";
import { run } from "#test/support/run-in-memory.js";

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "rft-html-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A job with a cheated grader, trained to its end, and how commands reach it; `refused` paths are answered 404. */
async function hackedJob(refused = /^$/) {
  const emulator = await testEmulator();
  const hyperparameters = { n_epochs: 6, batch_size: 4, eval_interval: 10, eval_samples: 2 };
  const { id } = await emulator.createJob({
    hyperparameters,
    body: { metadata: { simulated_illness: "hack" } },
  });
  emulator.pass(100_000);
  const surroundings = {
    cwd: newFolder(),
    env: { AZURE_OPENAI_ENDPOINT: emulator.url, AZURE_OPENAI_API_KEY: "emulator" },
    fetch: async (input: string | URL | Request, init?: RequestInit) =>
      refused.test(String(input)) ? Response.json({ error: {} }, { status: 404 }) : fetch(input, init),
  };
  const metrics = (words: string) => run(["metrics", id, ...words.split(" ")], surroundings);
  return { metrics, folder: surroundings.cwd };
}

describe("rft metrics --html", () => {
  test("a job's report shows what the model answered", async () => {
    const { metrics, folder } = await hackedJob();
    expect(await metrics("--html r.html")).toMatchObject({ exitCode: 0 });
    const html = readFileSync(join(folder, "r.html"), "utf8");
    expect(html).toContain(
      "The 8 rows whose score has changed most between step 1 and step 30, the recommended one.",
    );
    expect(html.match(/<mark>repeats the prompt<\/mark>/g)?.length).toBeGreaterThan(4);
    expect(html).toMatch(/Reference<\/summary><pre class="prompt">answer: \d+\ntopic: sums<\/pre>/);
    expect(html).toContain("<h2>Settings</h2>");
    expect(Buffer.byteLength(html)).toBeLessThan(400_000);

    await metrics("--html without.html --no-outputs");
    expect(readFileSync(join(folder, "without.html"), "utf8")).not.toContain("<h2>Outputs</h2>");
  });

  test("outputs that cannot be read are no reason to have no report: it says why", async () => {
    const { metrics, folder } = await hackedJob(/\/evals\//);
    const { exitCode, stderr } = await metrics("--html r.html");
    expect(exitCode).toBe(0);
    expect(stderr).toContain("its evaluations could not be read: GET /evals/");
    expect(readFileSync(join(folder, "r.html"), "utf8")).toContain(
      "its evaluations could not be read: GET /evals/",
    );
  });

  test("replaces no file unless asked, and leaves nothing half written", async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, "run.csv"), "step,train_mean_reward\n1,0.5\n2,0.6\n");
    writeFileSync(join(cwd, "r.html"), "mine");
    const metrics = (words: string) => run(["metrics", "run.csv", "--html", ...words.split(" ")], { cwd });
    expect(await metrics("r.html")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("r.html: there is such a file already"),
    });
    expect(readFileSync(join(cwd, "r.html"), "utf8")).toBe("mine");
    expect(await metrics("-")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("--html report.html"),
    });
    expect(await metrics("nowhere/r.html")).toMatchObject({ exitCode: 2 });
    expect(await metrics("r.html --force")).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(cwd, "r.html"), "utf8")).toContain(
      "2 trained steps, and no validation reward yet.",
    );
    expect(readdirSync(cwd).toSorted()).toEqual(["r.html", "run.csv"]);
  });
});
