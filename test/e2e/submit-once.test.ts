import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, describe, expect, test } from "vitest";
import type { FaultRule } from "#emulator/faults/fault-rule.js";
import { type Emulator, type EmulatorOptions, startEmulator } from "#emulator/server/start-emulator.js";
import { type BinResult, bin, runBin, workingFolder } from "#test/support/run-bin.js";

const root = mkdtempSync(join(tmpdir(), "rft-once-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const running: Emulator[] = [];
afterAll(async () => Promise.all(running.map((one) => one.close())));

let folders = 0;

/** A service of its own, and a folder to submit from. */
async function start(options: Partial<EmulatorOptions> = {}) {
  const emulator = await startEmulator({ dataDir: join(root, `${folders++}`), speed: 2000, ...options });
  running.push(emulator);
  const cwd = workingFolder();
  const env = { AZURE_OPENAI_ENDPOINT: emulator.url, AZURE_OPENAI_API_KEY: "emulator" };
  const submit = (...words: string[]) =>
    runBin(["submit", "job.yaml", "--yes", "--json", ...words], { cwd, env });
  const count = async (path: string) => {
    const response = await fetch(`${emulator.url}/openai/v1${path}`, { headers: { "api-key": "emulator" } });
    return ((await response.json()) as { data: unknown[] }).data.length;
  };
  /** Files and jobs at the service. */
  const counts = async () => ({
    files: await count("/files?purpose=fine-tune"),
    jobs: await count("/fine_tuning/jobs"),
  });
  return { emulator, cwd, env, submit, counts };
}

function documentOf({ stdout }: BinResult) {
  return JSON.parse(stdout) as { created: boolean; job: { id: string }; error?: { code: string } };
}

describe("a job is submitted once", () => {
  test("two processes at the same time, then a third", async () => {
    const { submit, counts } = await start();
    const results = await Promise.all([submit(), submit()]);
    expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    const [one, two] = results.map(documentOf);
    expect([one?.created, two?.created].filter(Boolean)).toHaveLength(1);
    expect(two?.job.id).toBe(one?.job.id);
    expect(documentOf(await submit())).toMatchObject({ created: false, job: { id: one?.job.id } });
    expect(await counts()).toEqual({ files: 2, jobs: 1 });
  });

  test.each<[FaultRule["fault"], boolean]>([
    ["effect-then-reset", true],
    ["effect-then-reset", false],
    ["effect-then-500", true],
    ["effect-then-500", false],
  ])("%s of the create request, metadata kept: %s", async (fault, keepMetadata) => {
    const { submit, counts } = await start({
      keepMetadata,
      faults: [{ request: "POST /fine_tuning/jobs", nth: 1, fault }],
    });
    const first = await submit();
    expect(first.exitCode, first.stdout).toBe(0);
    expect(documentOf(first).created).toBe(true);
    const second = documentOf(await submit());
    expect(second).toMatchObject({ created: false, job: { id: documentOf(first).job.id } });
    expect(await counts()).toEqual({ files: 2, jobs: 1 });
  });
});

test("a file that is refused for a moment is sent again by the same run", async () => {
  const fault = { kind: "status", status: 429, retry_after_ms: 10 } as const;
  const { submit, counts } = await start({ faults: [{ request: "POST /files", nth: 1, fault }] });
  const submitted = await submit();
  expect(submitted.exitCode, submitted.stdout).toBe(0);
  expect(await counts()).toEqual({ files: 2, jobs: 1 });
});

describe("killed, and run again", () => {
  type Setting = Awaited<ReturnType<typeof start>>;

  /** Starts a submission and kills it, as `kill -9` does, as soon as the moment has come. */
  async function kill({ cwd, env }: Setting, hasCome: (said: string) => boolean | Promise<boolean>) {
    const { PATH = "" } = process.env;
    const child = spawn(process.execPath, [bin, "submit", "job.yaml", "--yes"], {
      cwd,
      env: { PATH, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (said += text));
    const closed = once(child, "close");
    while (child.exitCode === null && !(await hasCome(said))) await delay(5);
    child.kill("SIGKILL");
    await closed;
    expect(child.signalCode, said).toBe("SIGKILL");
  }

  const slow = { kind: "latency", seconds: 2 } as const;
  const moments: [name: string, faults: FaultRule[], hasCome: (said: string, setting: Setting) => unknown][] =
    [
      ["while it checks", [], (said) => said.includes("checking the data")],
      [
        "in the middle of an upload",
        [{ request: "POST /files", nth: 1, fault: slow }],
        (said) => said.includes("uploading train"),
      ],
      [
        "between upload and create",
        [{ request: "POST /files", nth: 2, fault: slow }],
        (said) => said.includes("uploading valid"),
      ],
      [
        "right after the create request",
        [{ request: "POST /fine_tuning/jobs", nth: 1, fault: { kind: "silence", seconds: 10 } }],
        async (_said, { counts }) => (await counts()).jobs === 1,
      ],
    ];
  test.each(moments)("%s: two files and one job in the end", async (_name, faults, hasCome) => {
    const setting = await start({ faults });
    await kill(setting, async (said) => Boolean(await hasCome(said, setting)));
    const again = await setting.submit();
    expect(again.exitCode, again.stdout).toBe(0);
    expect(await setting.counts()).toEqual({ files: 2, jobs: 1 });
  });
});
