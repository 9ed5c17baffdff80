import { describe, expect, test } from "vitest";
import { newestRules } from "#rules/select-rules.js";
import { pricesOf } from "#run/spend/spend.js";
import { parseStopRules } from "#run/stop-rules/stop-rules.js";
import type { Job, JobEvent } from "#service/api.js";
import type { WatchOptions } from "#job/watch/watch.js";
import type { SavedWatch } from "#job/watch/saved-watch.js";
import { type Look, event, follow } from "#test/support/follow-script.js";

const developer: Partial<Job> = { model: "o4-mini-2025-04-16", trainingType: "developerTier" };
const at = (status: string, log?: JobEvent[], more: Partial<Job> = {}): Look => ({
  job: { ...developer, status, ...more },
  ...(log && { log }),
});
const step = (n: number, seconds: number) =>
  event(seconds, `Step ${n}/4`, { data: { step: n, train_mean_reward: n / 10 } });
const begun = [event(0, "Training started."), step(1, 200), step(2, 400)];
const wholeLog = [...begun, step(3, 40_000), step(4, 40_200)];
const times = (n: number, look: Look) => Array.from({ length: n }, () => look);

/** Steps of 200 s; preempted after the second from 600 s to 39,800 s, without a word in the log. */
const preempted = [
  ...times(3, at("running", begun)),
  ...times(196, at("paused")),
  at("running"),
  at("running", wholeLog),
  at("succeeded"),
];

describe("a developer tier job that the service preempts", () => {
  test("is waited for: the watch tells it, keeps its rules and goes on to the end", async () => {
    const { updates, short } = await follow(preempted, {
      interval: 200,
      rules: parseStopRules(["hours:2", "budget:200"]),
    });
    expect(short.filter((one) => !one.startsWith("Step") && one !== "metrics")).toEqual([
      "running",
      "Training started.",
      "spend",
      "paused",
      "running",
      "spend",
      "succeeded",
      "end",
    ]);
    expect(updates.find((one) => one.type === "status" && one.status === "paused")).toMatchObject({
      by: "service",
    });
    expect(updates.at(-1)).toMatchObject({ type: "end", status: "succeeded" });
  });

  test("is not billed while it is paused, and no silence then is a stall", async () => {
    const { updates, short } = await follow(preempted, { interval: 200 });
    const spends = updates.filter(({ type }) => type === "spend");
    expect(spends.at(-1)).toMatchObject({ hours: expect.closeTo(800 / 3600, 1) });
    expect(short).not.toContain("stalled");
  });

  test("ends the watch where that is wished, and names the service", async () => {
    const { updates } = await follow(preempted, { interval: 200, exitOnPreemption: true });
    expect(updates.at(-1)).toMatchObject({ type: "end", status: "paused", by: "service" });
  });

  test("a rule that fired meanwhile pauses it once it runs", async () => {
    const rules = parseStopRules(["step:2"]);
    const calls: string[] = [];
    const late = [at("paused", begun), at("paused"), at("running"), at("pausing"), at("paused")];
    const { updates } = await follow(late, {
      rules,
      pause: () => void calls.push("pause"),
    });
    expect(calls).toHaveLength(1);
    expect(updates.at(-1)).toMatchObject({ type: "end", by: "us", rules: ["step:2"] });
  });

  test("a look of a schedule tells it once and is content", async () => {
    let saved: SavedWatch | undefined;
    const once: WatchOptions = { once: true, save: async (watch) => void (saved = watch) };
    const first = await follow([at("paused", begun)], once);
    expect(first.short.at(-1)).toBe("spend");
    expect(first.updates[0]).toMatchObject({ type: "status", by: "service" });
    const second = await follow([at("paused", begun)], { ...once, ...(saved && { saved }) });
    expect(second.updates).toEqual([]);
  });
});

describe("a developer tier job that is paused otherwise", () => {
  test("by us ends the watch", async () => {
    const { updates } = await follow([at("paused", begun)], { isOurPause: async () => true });
    expect(updates.at(-1)).toMatchObject({ type: "end", by: "us" });
  });

  test("near the spending limit ends the watch: that pause does not end by itself", async () => {
    const { trainingHour = 0 } = pricesOf({ model: "o4-mini", trainingType: "developerTier" }, newestRules);
    const long = [
      event(0, "Training started."),
      step(1, (newestRules.spendingPause.value / trainingHour) * 3600),
    ];
    const { updates } = await follow([at("paused", long, { trainingType: "developerTier" })]);
    const end = updates.at(-1);
    expect(end).toMatchObject({ type: "end", by: "limit" });
  });

  test("of another tier, by whom is unknown", async () => {
    const { updates } = await follow([at("paused", begun, { trainingType: "globalStandard" })]);
    expect(updates.at(-1)).toMatchObject({ type: "end", by: "unknown" });
  });
});
