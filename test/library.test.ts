import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { connect, findDataFiles, loadJob, planJob, startEmulator, validateFiles, watchJob } from "#index.js";

const project = mkdtempSync(join(tmpdir(), "rft-consumer-"));
afterAll(() => rmSync(project, { recursive: true, force: true }));

test("a strict TypeScript program can use the built library without its development packages", () => {
  mkdirSync(join(project, "node_modules", "@types"), { recursive: true });
  symlinkSync(resolve("."), join(project, "node_modules", "azure-rft"), "dir");
  symlinkSync(resolve("node_modules/@types/node"), join(project, "node_modules", "@types", "node"), "dir");
  symlinkSync(resolve("node_modules/undici-types"), join(project, "node_modules", "undici-types"), "dir");
  writeFileSync(
    join(project, "program.mts"),
    `import { compileFormula, compileGrader, connect, findDataFiles, loadJob, newestRules, parseResults, planJob,
       sampleFromText, scoreSample, startEmulator, validateFiles, watchJob, type JobUpdate } from "azure-rft";
     const result = await validateFiles(await findDataFiles(["a.jsonl"], { cwd: "." }), { rules: newestRules });
     const same: typeof result = await validateFiles(await findDataFiles(["a.jsonl"]));
     const grader = compileGrader({ type: "string_check", name: "x", input: "a", reference: "a", operation: "eq" });
     const reward: number | null = scoreSample(grader, { item: {}, sample: sampleFromText("a") }).reward;
     const value: number = compileFormula("a + 1").evaluate({ a: 1 });
     const { spec } = await loadJob("job.yaml");
     if (spec) planJob(spec, {}, newestRules);
     if (spec) console.log(planJob(spec).request.model, same.summary.errors);
     const { url } = await startEmulator({ dataDir: "x" });
     for await (const update of watchJob(connect({ endpoint: url, apiKey: "k" }), "ftjob-1")) {
       const one: JobUpdate = update;
       console.log(one.type, result.ok, reward, value, parseResults("step\\n1").steps[0]?.step);
     }`,
  );
  const options = { cwd: project, encoding: "utf8", preserveSymlinks: true } as const;
  const flags = [
    "--noEmit",
    "--strict",
    "--exactOptionalPropertyTypes",
    "--skipLibCheck",
    "false",
    "--preserveSymlinks",
  ];
  const target = ["--module", "nodenext", "--target", "es2023", "--types", "node"];
  const run = () =>
    execFileSync(
      process.execPath,
      [resolve("node_modules/typescript/bin/tsc"), ...flags, ...target, "program.mts"],
      options,
    );
  expect(run()).toBe("");
}, 60_000);

test("files and jobs are read from the current folder, by the newest rules, where nothing else is said", async () => {
  const { findings } = await validateFiles(await findDataFiles(["fixtures/data/duplicate-key.jsonl"]));
  expect(findings.map(({ code, line }) => [code, line])).toContainEqual(["duplicate-key", 4]);
  const { spec } = await loadJob("fixtures/cli/job.yaml");
  expect(spec && planJob(spec).request).toMatchObject({ method: { type: "reinforcement" } });
});

test("connect and watchJob follow a job of the emulator", async () => {
  const emulator = await startEmulator({ dataDir: join(project, "data") });
  try {
    const api = connect({ endpoint: emulator.url, apiKey: "emulator" });
    const watching = watchJob(api, "ftjob-unknown", { interval: 0.1 });
    await expect(watching.next()).rejects.toMatchObject({ code: "not-found" });
  } finally {
    await emulator.close();
  }
});

test("connect reads nothing from the environment", () => {
  expect(() => connect({ endpoint: "http://example.com", apiKey: "k" })).toThrow(/not https/);
});
