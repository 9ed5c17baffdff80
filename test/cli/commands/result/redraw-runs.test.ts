import { Chalk } from "chalk";
import { expect, test } from "vitest";
import type { Context } from "#cli/frame/context.js";
import { redrawRuns } from "#cli/commands/result/redraw-runs.js";
import { newestRules } from "#rules/select-rules.js";
import { fakeApi } from "#test/support/fake-api.js";

/** A job that has one step more at each look and is done at the third. */
function contextOf(isTTY: boolean) {
  let looks = 0;
  const waits: number[] = [];
  const written: string[] = [];
  const api = fakeApi({
    getJob: async (id) => ({ id, status: ++looks < 3 ? "running" : "succeeded", result_files: ["file-1"] }),
    readFile: async () =>
      `step,train_mean_reward\n${Array.from({ length: looks }, (_, step) => `${step + 1},0.5`).join("\n")}`,
    listEvents: async () => ({ data: [], hasMore: false }),
    listCheckpoints: async () => ({ data: [], hasMore: false }),
  });
  const context = {
    stdout: {
      isTTY,
      closed: false,
      columns: 80,
      write: (text: string) => written.push(text),
      drained: async () => {},
    },
    style: new Chalk({ level: 0 }),
    rules: newestRules,
    now: () => new Date("2026-01-05T09:00:00Z"),
    sleep: async (milliseconds: number) => void waits.push(milliseconds),
    openApi: async () => api,
    resolveSource: async (job: string) => (job === "last" ? "ftjob-1" : job),
  } as unknown as Context;
  return { context, waits, written };
}

test.each([
  [true, "\u001B[H\u001B[2J\u001B[3J"],
  [false, ""],
])("draws until the job is settled (terminal: %s)", async (isTTY, start) => {
  const { context, waits, written } = contextOf(isTTY);
  const draw = (runs: readonly { steps: unknown[] }[]) => `${runs[0]?.steps.length} steps\n`;
  const runs = await redrawRuns(context, { sources: ["last"], interval: 7, draw });
  expect(written).toEqual(["1 steps\n", "2 steps\n", "3 steps\n"].map((text) => start + text));
  expect(waits).toEqual([7000, 7000]);
  expect(runs[0]?.job?.status).toBe("succeeded");
});

test("follows jobs only", async () => {
  const { context } = contextOf(false);
  const drawing = redrawRuns(context, { sources: ["a.csv"], interval: 1, draw: () => "" });
  await expect(drawing).rejects.toMatchObject({ code: "usage" });
});
