import { describe, expect, test } from "vitest";
import { parseStopRules } from "#run/stop-rules/stop-rules.js";
import type { JobEvent } from "#service/api.js";
import { type Look, event, follow, start } from "#test/support/follow-script.js";

const hour = 3_600_000;
const o4Mini = { model: "o4-mini-2025-04-16" };
/** A job that has trained for 430 s: at $100 an hour, $12. */
const log: JobEvent[] = [
  event(0, "Training started."),
  event(215, "Step 1/27", { data: { step: 1, train_mean_reward: 0.1 } }),
  event(430, "Step 2/27", { data: { step: 2, train_mean_reward: 0.2 } }),
];
const running: Look = { job: o4Mini, log };
const over: Look = { job: { ...o4Mini, status: "succeeded" } };
const rules = () => parseStopRules(["budget:100", "hours:1"]);

/** The job as it stands 500 s after its start, looked at for ten minutes. */
const looks = [
  ...Array.from({ length: 50 }, () => ({ job: o4Mini, log: [] })),
  ...Array.from({ length: 60 }, () => running),
  over,
];

describe("a clock of this machine that is wrong pauses nothing and calls nothing stalled", () => {
  test.each<[name: string, now: (sleeps: number) => number]>([
    ["right", (n) => start + n * 10_000],
    ["90 minutes ahead", (n) => start + n * 10_000 + 1.5 * hour],
    ["three hours behind", (n) => start + n * 10_000 - 3 * hour],
    ["a year ahead", (n) => start + n * 10_000 + 8766 * hour],
    ["of 1970", (n) => n * 10_000],
    ["that stands still", () => start],
    ["that jumps eight hours in the night", (n) => start + n * 10_000 + (n > 70 ? 8 * hour : 0)],
    ["that jumps back and forth", (n) => start + n * 10_000 + (n % 2) * 5 * hour],
  ])("%s", async (_, now) => {
    let sleeps = 0;
    const { updates, short } = await follow(looks, {
      now: () => new Date(now(sleeps)),
      jump: () => (sleeps++, 0),
      rules: rules(),
    });
    expect(short).toEqual([
      "running",
      "Training started.",
      "Step 1/27",
      "metrics",
      "Step 2/27",
      "metrics",
      "spend",
      "succeeded",
      "end",
    ]);
    // Also by the right clock: 500 s after the start, the step under way has taken 70 s.
    const spend = updates.find(({ type }) => type === "spend");
    expect(spend).toMatchObject({ hours: expect.closeTo(500 / 3600, 6) });
    expect(updates.map(({ at }) => at.slice(0, 13))).toEqual(updates.map(() => "2026-01-05T09"));
  });
});

describe("a service that does not tell the time", () => {
  test("has none of its jobs paused or called stalled by this machine's clock", async () => {
    const { short } = await follow(looks, {
      now: () => new Date(start + 90 * 24 * hour),
      rules: rules(),
      tellsTime: false,
    });
    expect(short).not.toContain("rule");
    expect(short).not.toContain("stalled");
  });

  test("and yet a job that hangs is told, and paused by its hours: our waits tell the least that has passed", async () => {
    const hanging = Array.from({ length: 100 }, () => running);
    const given = { interval: 100, tellsTime: false };
    const { updates } = await follow([...hanging, over], given);
    const stall = updates.find(({ type }) => type === "stalled");
    expect(stall).toMatchObject({ seconds: 3600, usual: 215 });
  });
});

describe("a clock that differs", () => {
  const differences = async (ahead: number, tellsTime = true) => {
    const said: number[] = [];
    let sleeps = 0;
    await follow([{ job: o4Mini }, { job: o4Mini }, { job: o4Mini }, over], {
      now: () => new Date(start + sleeps * 10_000 + ahead * 1000),
      jump: () => (sleeps++, 0),
      clockDiffers: (seconds) => void said.push(seconds),
      tellsTime,
    });
    return said;
  };

  test("is said once, with how far it is ahead", async () => {
    expect(await differences(5400)).toEqual([5400]);
    expect(await differences(-10_800)).toEqual([-10_800]);
  });

  test("is not said within five minutes, nor where the service does not tell the time", async () => {
    expect(await differences(299)).toEqual([]);
    expect(await differences(-10_800, false)).toEqual([]);
  });
});

test("an age for `since` is counted from the service's time", async () => {
  const { short } = await follow([{ ...over, log: [event(-4000), event(-3000), event(-10)] }], {
    now: () => new Date(start + 5 * hour),
    since: (now) => new Date(now.getTime() - hour),
  });
  expect(short).toEqual(["succeeded", "event -3000", "event -10", "end"]);
});
