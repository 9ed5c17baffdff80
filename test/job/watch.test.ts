import { describe, expect, test } from "vitest";
import { RftError } from "../../src/errors.js";
import type { Job, JobEvent, PageQuery } from "../../src/job/api.js";
import { type JobUpdate, watchJob } from "../../src/job/watch.js";
import { fakeApi } from "./fake-api.js";

/** What the service says at one look: the job (or a fault), and its log, oldest first. */
interface Look {
  job: Partial<Job> | RftError;
  log?: JobEvent[];
}

function event(n: number, message = `event ${n}`, data?: JobEvent["data"]): JobEvent {
  return { id: `ftevent-${n}`, created_at: 1_700_000_000 + n, level: "info", message, ...(data && { data }) };
}

/** Follows a scripted job; sleeping takes no time and is written down. */
async function follow(looks: Look[]) {
  const updates: JobUpdate[] = [];
  const slept: number[] = [];
  // Each sleep brings the next look.
  const look = () => looks[Math.min(slept.length, looks.length - 1)];
  const logSoFar = () => looks.slice(0, slept.length + 1).findLast(({ log }) => log)?.log ?? [];
  const api = fakeApi({
    getJob: async (id) => {
      const job = look()?.job;
      if (job instanceof RftError) throw job;
      return { id, status: "running", ...job };
    },
    listEvents: async (_id, { after, limit = 20 }: PageQuery = {}) => {
      const newestFirst = logSoFar().toReversed();
      const start = after === undefined ? 0 : newestFirst.findIndex(({ id }) => id === after) + 1;
      return { data: newestFirst.slice(start, start + limit), hasMore: start + limit < newestFirst.length };
    },
  });
  const options = {
    interval: 10,
    now: () => new Date("2026-01-05T09:00:00Z"),
    sleep: async (milliseconds: number) => void slept.push(milliseconds),
  };
  let error: unknown;
  try {
    for await (const update of watchJob(api, "ftjob-1", options)) updates.push(update);
  } catch (thrown) {
    error = thrown;
  }
  const short = updates.map((update) =>
    update.type === "event" ? update.event.message : update.type === "status" ? update.status : update.type,
  );
  return { updates, short, slept, error };
}

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
    expect(slept).toEqual([10_000, 10_000, 10_000, 10_000]);
  });

  test("bookkeeping logged after the last status is not lost", async () => {
    const { short } = await follow([
      { job: { status: "succeeded" }, log: [event(1)] },
      { job: { status: "succeeded" }, log: [event(1), event(2, "Training hours billed: 0.500")] },
    ]);
    expect(short).toEqual(["succeeded", "event 1", "Training hours billed: 0.500", "end"]);
  });

  test("more events than a page holds all arrive, once and in order", async () => {
    const log = Array.from({ length: 250 }, (_, n) => event(n));
    const { short } = await follow([{ job: { status: "succeeded" }, log }]);
    expect(short.slice(1, -1)).toEqual(log.map(({ message }) => message));
  });

  test("a metrics event gives its numbers under the service's names", async () => {
    const data = { step: 3, train_mean_reward: 0.5 };
    const { updates } = await follow([{ job: { status: "succeeded" }, log: [event(1, "Step 3", data)] }]);
    expect(updates.filter(({ type }) => type === "metrics")).toEqual([
      { type: "metrics", at: "2023-11-14T22:13:21.000Z", step: 3, train_mean_reward: 0.5 },
    ]);
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

  test.each(["unreachable", "rate-limited", "timeout"] as const)(
    "%s is waited out, ever longer",
    async (code) => {
      const fault = { job: new RftError(code, "down") };
      const { short, slept } = await follow([
        { job: {} },
        fault,
        fault,
        fault,
        fault,
        { job: { status: "succeeded" } },
      ]);
      expect(short).toEqual(["running", "retrying", "retrying", "retrying", "retrying", "succeeded", "end"]);
      expect(slept).toEqual([10_000, 10_000, 20_000, 40_000, 60_000, 10_000]);
    },
  );

  test("a fault at the first look is the caller's", async () => {
    const fault = new RftError("unreachable", "down");
    expect(await follow([{ job: fault }])).toMatchObject({ error: fault, updates: [] });
  });

  test.each(["not-found", "authentication"] as const)("%s later on does not pass", async (code) => {
    const fault = new RftError(code, "gone");
    expect(await follow([{ job: {} }, { job: fault }])).toMatchObject({ error: fault });
  });
});
