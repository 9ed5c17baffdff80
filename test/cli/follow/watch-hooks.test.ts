import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterAll, describe, expect, onTestFinished, test, vi } from "vitest";
import type { Context } from "#cli/frame/context.js";
import { createHooks } from "#cli/follow/watch-hooks.js";
import type { JobUpdate } from "#job/watch/job-update.js";

const folder = mkdtempSync(join(tmpdir(), "rft-hooks-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = "2026-01-05T09:00:00.000Z";
const rule: JobUpdate = {
  type: "rule",
  at,
  rule: "step:3",
  step: 3,
  reason: "step 3 is done; $(touch pwned) `id`",
};
const end: JobUpdate = {
  type: "end",
  at,
  status: "paused",
  reason: "by us",
  by: "us",
  checkpoint: "ftchkpt-1",
};
const quiet: JobUpdate = {
  type: "event",
  at,
  event: { id: "e", created_at: 0, level: "info", message: "m" },
};

/** What hooks need of a context, and what they said. */
function surroundings(fetch?: typeof globalThis.fetch) {
  const hints: string[] = [];
  const { PATH = "" } = process.env;
  const context = {
    cwd: folder,
    env: { PATH },
    signal: new AbortController().signal,
    hint: (text: string) => void hints.push(text),
    fetch,
  } as unknown as Context;
  return { context, hints };
}

describe("--on-change", () => {
  test("is told in order, by variables; nothing of it is read by the shell", async () => {
    const { context, hints } = surroundings();
    const command =
      'echo "$RFT_JOB|$RFT_TYPE|$RFT_STATUS|$RFT_RULE|$RFT_REASON|$RFT_EXIT_CODE|$RFT_CHECKPOINT" >> told';
    const hooks = createHooks(context, "ftjob-1", { onChange: command });
    for (const update of [quiet, rule, end]) hooks.tell(update);
    await hooks.finish();
    expect(readFileSync(join(folder, "told"), "utf8")).toBe(
      "ftjob-1|rule||step:3|step 3 is done; $(touch pwned) `id`||\nftjob-1|end|paused||by us|5|ftchkpt-1\n",
    );
    expect(() => readFileSync(join(folder, "pwned"))).toThrow(/ENOENT/);
    expect(hints).toEqual([]);
  });

  test("that fails is said, and no more", async () => {
    const { context, hints } = surroundings();
    const hooks = createHooks(context, "ftjob-1", { onChange: "exit 3" });
    hooks.tell(end);
    await hooks.finish();
    expect(hints).toEqual(["--on-change ended with 3; the watch goes on"]);
  });
});

/** The state of a process as ps has it: empty where there is none. */
function stateOf(pid: string): string {
  return spawnSync("ps", ["-o", "stat=", "-p", pid], { encoding: "utf8" }).stdout.trim();
}

test("--on-change that takes longer than 30 s is ended, with all it has started, and said", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const { context, hints } = surroundings();
  const hooks = createHooks(context, "ftjob-1", { onChange: "sleep 60 & echo $! > child; wait" });
  hooks.tell(end);
  const child = join(folder, "child");
  while (!existsSync(child) || readFileSync(child, "utf8") === "") await setImmediate();
  const pid = readFileSync(child, "utf8").trim();
  expect(stateOf(pid)).toMatch(/^[RSD]/);
  await vi.advanceTimersByTimeAsync(29_999);
  expect(hints).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  await hooks.finish();
  expect(hints).toEqual(["--on-change took longer than 30 s and was ended; the watch goes on"]);
  // On a busy machine the signal takes a moment; then it is gone, or dead and not yet collected by the system.
  for (let looks = 0; looks < 200 && /^[RSD]/.test(stateOf(pid)); looks++) await setImmediate();
  expect(stateOf(pid)).toMatch(/^(?:Z.*)?$/);
});

describe("--webhook", () => {
  const address = "https://hooks.example.com/services/geheim?sig=geheim";

  test("gets one JSON object with a text", async () => {
    const bodies: unknown[] = [];
    const { context, hints } = surroundings(async (_url, init) => {
      bodies.push(JSON.parse(String(init?.body)));
      return new Response("ok");
    });
    const hooks = createHooks(context, "ftjob-1", { webhook: address });
    for (const update of [quiet, end]) hooks.tell(update);
    await hooks.finish();
    expect(bodies).toEqual([
      {
        job: "ftjob-1",
        type: "end",
        at,
        text: "ftjob-1: paused: by us",
        status: "paused",
        reason: "by us",
        by: "us",
        checkpoint: "ftchkpt-1",
        exitCode: 5,
      },
    ]);
    expect(hints).toEqual([]);
  });

  test.each([
    ["answers 500", async () => new Response("", { status: 500 }), "was answered 500"],
    [
      "cannot be reached",
      async () => Promise.reject(new TypeError(`fetch failed: ${address}`)),
      "could not be reached",
    ],
  ])("that %s is tried twice and said, without its secret", async (_name, answer, said) => {
    let calls = 0;
    const { context, hints } = surroundings(async () => {
      calls++;
      return answer();
    });
    const hooks = createHooks(context, "ftjob-1", { webhook: address });
    hooks.tell(end);
    await hooks.finish();
    expect(calls).toBe(2);
    expect(hints).toEqual([`https://hooks.example.com/... ${said}, twice; the watch goes on`]);
  });

  test.each(["http://example.com/geheim", "geheim", "ftp://geheim"])(
    "%s is refused and not shown",
    (webhook) => {
      const { context } = surroundings();
      expect(() => createHooks(context, "ftjob-1", { webhook })).toThrow(/^--webhook is no https address$/);
    },
  );

  test("never holds up or ends a watch: what waits is bounded, and the end is always told", async () => {
    const told: string[] = [];
    const { context } = surroundings(async (_url, init) => {
      told.push((JSON.parse(String(init?.body)) as { type: string }).type);
      return new Response("ok");
    });
    const hooks = createHooks(context, "ftjob-1", { webhook: address });
    for (let n = 0; n < 100; n++) hooks.tell(rule);
    hooks.tell(end);
    await hooks.finish();
    expect(told).toHaveLength(21);
    expect(told.at(-1)).toBe("end");
  });
});
