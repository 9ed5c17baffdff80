import { describe, expect, test } from "vitest";
import { RftError } from "#errors.js";
import type { Job } from "#service/api.js";
import { type Look, event, follow, start } from "#test/support/follow-script.js";

const over: Look = { job: { status: "succeeded" } };

describe("watchJob", () => {
  test("each status and each event once, events oldest first, the log before the status it led to", async () => {
    const { short, slept } = await follow([
      { job: { status: "pending" }, log: [event(1)] },
      { job: { status: "pending" } },
      { job: { status: "running" }, log: [event(1), event(2), event(3)] },
      { job: { status: "succeeded" }, log: [event(1), event(2), event(3), event(4)] },
    ]);
    expect(short).toEqual([
      "pending",
      "event 1",
      "event 2",
      "event 3",
      "running",
      "event 4",
      "succeeded",
      "end",
    ]);
    expect(slept).toEqual([10_000, 10_000, 10_000, 10_000, 10_000]);
  });

  test("bookkeeping logged after the last status is not lost, though it comes late", async () => {
    const log = [event(1)];
    const { short } = await follow([
      { ...over, log },
      over,
      { ...over, log: [...log, event(2, "Postprocessing started.")] },
      over,
      { ...over, log: [...log, event(2), event(3, "Training hours billed: 0.500")] },
    ]);
    expect(short).toEqual([
      "succeeded",
      "event 1",
      "Postprocessing started.",
      "Training hours billed: 0.500",
      "spend",
      "end",
    ]);
  });

  test("a job that finished long ago is not waited for", async () => {
    const { slept } = await follow([{ job: { status: "succeeded", finished_at: start / 1000 - 3600 } }]);
    expect(slept).toEqual([]);
  });

  test("a fault while the last lines are read does not hide how the job ended", async () => {
    const down = new RftError("unreachable", "down");
    const { short, error } = await follow([over, { job: down }, over]);
    expect(error).toBeUndefined();
    expect(short).toEqual(["succeeded", "retrying", "end"]);
  });

  test("more events than a page holds all arrive, once and in order", async () => {
    const log = Array.from({ length: 250 }, (_, n) => event(n));
    const { short } = await follow([{ ...over, log }]);
    expect(short.slice(1, -1)).toEqual(log.map(({ message }) => message));
  });

  test("what comes between two looks is read by short pages, the old log not again", async () => {
    const log = Array.from({ length: 2500 }, (_, n) => event(n));
    const { short, requests } = await follow([
      { job: {}, log: log.slice(0, 2000) },
      { job: {}, log: log.slice(0, 2001) },
      { ...over, log },
    ]);
    expect(short.filter((one) => one.startsWith("event"))).toEqual(log.map(({ message }) => message));
    // 20 pages, then one, then 20 and 5 x 100; then two quiet looks.
    expect(requests.filter((one) => one === "events")).toHaveLength(20 + 1 + 6 + 2);
  });

  test("a metrics event gives its numbers under the service's names", async () => {
    const data = { step: 3, train_mean_reward: 0.5 };
    const { updates } = await follow([{ ...over, log: [event(1, "Step 3", { data })] }]);
    expect(updates.filter(({ type }) => type === "metrics")).toEqual([
      { type: "metrics", at: "2026-01-05T09:00:01.000Z", step: 3, train_mean_reward: 0.5 },
    ]);
  });

  test("a metrics event without data is read by its text", async () => {
    const text =
      "Step 10/20 , train mean reward=0.42, full validation mean reward=0.68, full validation mean parse error=0.00";
    const { updates } = await follow([{ ...over, log: [event(1, text)] }]);
    expect(updates.find(({ type }) => type === "metrics")).toMatchObject({
      step: 10,
      total_steps: 20,
      train_mean_reward: 0.42,
      full_valid_mean_reward: 0.68,
      full_valid_mean_parse_error: 0,
    });
  });

  test("a checkpoint is told once, when a step was evaluated or the job has settled", async () => {
    const checkpoint = { id: "ftchkpt-1", created_at: start / 1000, step_number: 5 };
    const data = { step: 5, full_valid_mean_reward: 0.5 };
    const { updates, requests } = await follow([
      { job: {}, log: [event(1)], checkpoints: [checkpoint] },
      { job: {}, log: [event(1), event(2, "Step 5", { data })], checkpoints: [checkpoint] },
      { ...over, checkpoints: [checkpoint] },
    ]);
    expect(updates.filter(({ type }) => type === "checkpoint")).toEqual([
      { type: "checkpoint", at: "2026-01-05T09:00:00.000Z", checkpoint },
    ]);
    expect(requests.filter((one) => one === "checkpoints")).toHaveLength(2);
  });

  test("since: what is older is known, not told", async () => {
    const { short } = await follow(
      [
        { job: {}, log: [event(1), event(60)] },
        { ...over, log: [event(1), event(60), event(61)] },
      ],
      { since: new Date(start + 60_000) },
    );
    expect(short).toEqual(["running", "event 60", "event 61", "succeeded", "end"]);
  });

  const ends: [job: Partial<Job>, end: object][] = [
    [{ status: "succeeded" }, { status: "succeeded", reason: "the job has succeeded" }],
    [{ status: "cancelled" }, { status: "cancelled", reason: "the job was cancelled" }],
    [{ status: "paused" }, { status: "paused", by: "unknown" }],
    [
      { status: "failed", error: { message: "RAI" } },
      { status: "failed", reason: "RAI" },
    ],
    [
      { status: "failed", error: {} },
      { status: "failed", reason: "the job has failed" },
    ],
  ];
  test.each(ends)("%o ends the watch", async (job, end) => {
    const { updates } = await follow([{ job }]);
    expect(updates.at(-1)).toMatchObject({ type: "end", ...end });
  });

  test.each(["created", "queued", "validating_files", "pausing", "resuming", "something-new"])(
    "%s does not end the watch",
    async (status) => {
      const { short } = await follow([{ job: { status } }, { job: { status: "succeeded" } }]);
      expect(short).toEqual([status, "succeeded", "end"]);
    },
  );
});

describe("faults", () => {
  const down = (code: RftError["code"]) => ({ job: new RftError(code, "down") });

  test.each(["unreachable", "rate-limited", "timeout"] as const)(
    "%s is waited out, ever longer",
    async (code) => {
      const { short, slept } = await follow([
        { job: {} },
        ...Array.from({ length: 5 }, () => down(code)),
        over,
      ]);
      expect(short).toEqual(["running", ...Array.from({ length: 5 }, () => "retrying"), "succeeded", "end"]);
      expect(slept.slice(0, 6)).toEqual([10_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
    },
  );

  test("the wait is spread, by at least a half of it and never below half a second", async () => {
    const looks = [{ job: {} }, down("unreachable"), down("unreachable"), over];
    const { slept } = await follow(looks, { random: () => 0, interval: 0.1 });
    expect(slept.slice(0, 3)).toEqual([100, 500, 1000]);
  });

  test("Retry-After is kept, and the next fault starts small again", async () => {
    const busy = { job: new RftError("rate-limited", "slow down", { retryAfter: 300 }) };
    const { slept } = await follow([{ job: {} }, busy, { job: {} }, down("timeout"), over]);
    expect(slept.slice(0, 4)).toEqual([10_000, 300_000, 10_000, 10_000]);
  });

  test("the network away for a day: at most a look a minute, and no event lost", async () => {
    const log = [event(1)];
    const away = Array.from({ length: 1440 }, () => down("unreachable"));
    const { short, slept, requests } = await follow([
      { job: {}, log },
      ...away,
      { ...over, log: [...log, event(2)] },
    ]);
    expect(short.filter((one) => one !== "retrying")).toEqual([
      "running",
      "event 1",
      "event 2",
      "succeeded",
      "end",
    ]);
    expect(slept.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(23 * 3_600_000);
    expect(requests.length).toBeLessThan(1460);
  });

  test("a log that cannot be read loses nothing of what the job did", async () => {
    const { short } = await follow([
      { job: { status: "running" }, log: [event(1)] },
      { job: { status: "succeeded" }, logFault: new RftError("unreachable", "down") },
      { ...over, log: [event(1), event(2)] },
    ]);
    expect(short).toEqual(["running", "event 1", "retrying", "event 2", "succeeded", "end"]);
  });

  const passing: [code: RftError["code"], looks: number][] = [
    ["not-found", 4],
    ["authentication", 60],
  ];
  test.each(passing)("%s passes where it does not last", async (code, looks) => {
    const { short, error } = await follow([
      { job: {} },
      ...Array.from({ length: looks }, () => down(code)),
      over,
    ]);
    expect(error).toBeUndefined();
    expect(short.at(-1)).toBe("end");
  });

  const lasting: [code: RftError["code"], seconds: number][] = [
    ["not-found", 120],
    ["authentication", 3600],
  ];
  test.each(lasting)("%s that lasts for %i seconds ends the watch, with the error", async (code, seconds) => {
    const fault = down(code);
    const { error, slept } = await follow([{ job: {} }, fault]);
    expect(error).toBe(fault.job);
    const waited = slept.slice(1).reduce((sum, one) => sum + one, 0) / 1000;
    expect(waited).toBeGreaterThanOrEqual(seconds);
    expect(waited).toBeLessThan(seconds + 61);
  });

  test("a laptop that sleeps does not use the patience up: it is counted by waits", async () => {
    const looks = [{ job: {} }, ...Array.from({ length: 4 }, () => down("not-found")), over];
    const { error } = await follow(looks, { jump: () => 8 * 3_600_000 });
    expect(error).toBeUndefined();
  });

  test.each(["not-found", "unreachable", "authentication"] as const)(
    "%s at the first look is the caller's, unless the job was just created",
    async (code) => {
      const fault = down(code);
      expect(await follow([fault, over])).toMatchObject({ error: fault.job, updates: [] });
      const { short } = await follow([fault, over], { isKnown: true });
      expect(short).toEqual(["retrying", "succeeded", "end"]);
    },
  );

  test("what is no fault of the service is never waited out", async () => {
    const fault = down("internal");
    expect(await follow([{ job: {} }, fault])).toMatchObject({ error: fault.job });
  });
});

describe("a stall", () => {
  const every = (seconds: number) =>
    [1, 2, 3].map((n) => event(n * seconds, `Step ${n}`, { data: { step: n, train_mean_reward: 0.5 } }));
  const log = every(200);
  // 100 seconds between two looks: the log is there at 600 s, the third step having just been logged.
  const looks = (n: number): Look[] => [
    ...Array.from({ length: 6 }, () => ({ job: {}, log: [] })),
    ...Array.from({ length: n }, () => ({ job: {}, log })),
  ];

  test("is said once, after an hour where ten steps are shorter", async () => {
    const { updates } = await follow([...looks(50), over], { interval: 100 });
    expect(updates.filter(({ type }) => type === "stalled")).toEqual([
      { type: "stalled", at: "2026-01-05T10:10:00.000Z", seconds: 3600, usual: 200 },
    ]);
  });

  test("is said after ten times the usual step where that is longer", async () => {
    const slow = [{ job: {}, log: every(600) }, ...Array.from({ length: 14 }, () => ({ job: {} })), over];
    const { updates } = await follow(slow, { interval: 600 });
    expect(updates.filter(({ type }) => type === "stalled")).toMatchObject([{ seconds: 6000, usual: 600 }]);
  });

  test("is said again where it comes again", async () => {
    const { short } = await follow(
      [
        ...looks(40),
        { job: {}, log: [...log, event(4600)] },
        ...Array.from({ length: 39 }, () => ({ job: {} })),
        over,
      ],
      { interval: 100 },
    );
    expect(short.filter((one) => one === "stalled")).toHaveLength(2);
  });

  test("is none where only the clock jumped", async () => {
    const { short } = await follow([...looks(4), over], {
      interval: 100,
      jump: (sleeps) => (sleeps === 8 ? 8 * 3_600_000 : 0),
    });
    expect(short).not.toContain("stalled");
  });

  test("that began before the watch is said at the first look", async () => {
    const old = log.map((one) => ({ ...one, created_at: one.created_at - 10_000 }));
    const { updates } = await follow([{ job: {}, log: old }, over]);
    expect(updates.find(({ type }) => type === "stalled")).toMatchObject({ seconds: 9400, usual: 200 });
  });

  test("is none of a job that waits in the queue, or whose first step takes half an hour", async () => {
    const queue = Array.from({ length: 100 }, () => ({ job: { status: "pending" } }));
    const first = Array.from({ length: 18 }, () => ({ job: { status: "running" } }));
    const { short } = await follow([...queue, ...first, over], { interval: 100 });
    expect(short).toEqual(["pending", "running", "succeeded", "end"]);
  });
});
