import { describe, expect, test } from "vitest";
import { RftError } from "#errors.js";
import type { FineTuningApi, JobEvent } from "#service/api.js";
import { parseStopRules } from "#run/stop-rules/stop-rules.js";
import { type WatchOptions, watchJob } from "#job/watch/watch.js";
import type { JobUpdate } from "#job/watch/job-update.js";
import type { SavedWatch } from "#job/watch/saved-watch.js";
import { fakeApi } from "#test/support/fake-api.js";
import { pageOf, start } from "#test/support/follow-script.js";

const stepSeconds = 200;

/** A job that trains a step every 200 seconds of a clock that only sleeping moves, and pauses 60 s after it is asked to. */
function simulatedJob(given: {
  model?: string;
  rewards: number[];
  refusals?: RftError[];
  endsAtStep?: number;
}) {
  let clock = start;
  let pausedAt: number | undefined;
  const refusals = [...(given.refusals ?? [])];
  const pauses: number[] = [];
  const stepsAt = (at: number) =>
    Math.min(given.rewards.length, Math.floor((at - start) / 1000 / stepSeconds));
  const steps = () => stepsAt(Math.min(clock, pausedAt ?? Infinity));
  const statusNow = () => {
    if (pausedAt !== undefined) return clock < pausedAt + 60_000 ? "pausing" : "paused";
    return steps() >= (given.endsAtStep ?? Infinity) ? "succeeded" : "running";
  };
  const log = (): JobEvent[] =>
    Array.from({ length: steps() }, (_, index) => ({
      id: `ftevent-${index + 1}`,
      created_at: start / 1000 + (index + 1) * stepSeconds,
      level: "info",
      message: `Step ${index + 1}`,
      data: {
        step: index + 1,
        full_valid_mean_reward: given.rewards[index] ?? 0,
        total_duration: stepSeconds,
      },
    }));
  const api: FineTuningApi = fakeApi({
    serviceTime: () => new Date(clock),
    getJob: async (id) => ({ id, status: statusNow(), model: given.model ?? "o4-mini-2025-04-16" }),
    listEvents: async (_id, query = {}) => pageOf(log(), query),
    listCheckpoints: async () => ({
      data: statusNow() === "paused" ? [{ id: `ftchkpt-${steps()}`, step_number: steps() }] : [],
      hasMore: false,
    }),
    pauseJob: async (id) => {
      const refusal = refusals.shift();
      if (refusal) throw refusal;
      pauses.push(steps());
      pausedAt = clock;
      return { id, status: "pausing" };
    },
  });
  const options: WatchOptions = {
    interval: 10,
    now: () => new Date(clock),
    sleep: async (milliseconds) => void (clock += milliseconds),
    random: () => 1,
  };
  const watch = async (more: WatchOptions): Promise<JobUpdate[]> => {
    const updates: JobUpdate[] = [];
    for await (const update of watchJob(api, "ftjob-1", { ...options, ...more })) updates.push(update);
    return updates;
  };
  return {
    watch,
    pauses,
    /** Lets time pass while nobody watches. */
    pass: (seconds: number) => void (clock += seconds * 1000),
    resume: () => void (pausedAt = undefined),
  };
}

const ofType = <T extends JobUpdate["type"]>(updates: readonly JobUpdate[], type: T) =>
  updates.filter((update): update is Extract<JobUpdate, { type: T }> => update.type === type);

/** Risen, then level: plateau:3 fires at step 5. */
const level = [0.2, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6];

describe("a rule that fires", () => {
  test("pauses once, is followed until the job stands, and names the checkpoint", async () => {
    const job = simulatedJob({ rewards: level });
    const updates = await job.watch({ rules: parseStopRules(["plateau:3", "step:9"]) });
    expect(ofType(updates, "rule")).toEqual([
      {
        type: "rule",
        at: "2026-01-05T09:16:40.000Z",
        rule: "plateau:3",
        step: 5,
        reason: "3 evaluations in a row are not above 0.6 (step 2) by more than chance makes (0.02)",
      },
    ]);
    expect(job.pauses).toEqual([5]);
    expect(updates.at(-1)).toEqual({
      type: "end",
      at: expect.any(String),
      status: "paused",
      reason: "the job stands paused by plateau:3 after step 5",
      by: "us",
      rules: ["plateau:3"],
      checkpoint: "ftchkpt-5",
    });
  });

  test("at a step read late is judged as if it had been read in time", async () => {
    const job = simulatedJob({ rewards: level });
    job.pass(8 * stepSeconds);
    const [rule] = ofType(await job.watch({ rules: parseStopRules(["plateau:3"]) }), "rule");
    expect(rule).toMatchObject({ rule: "plateau:3", step: 5 });
    expect(job.pauses).toEqual([8]);
  });

  test("tries again where the service does not pause at once, and says so", async () => {
    const refusals = [
      new RftError("unreachable", "down"),
      new RftError("refused", "not now", { status: 409 }),
    ];
    const job = simulatedJob({ rewards: level, refusals });
    const updates = await job.watch({ rules: parseStopRules(["step:2"]) });
    expect(ofType(updates, "retrying").map(({ reason }) => reason)).toEqual([
      "down",
      "ftjob-1: the service refuses to pause it: not now",
    ]);
    expect(updates.at(-1)).toMatchObject({ by: "us", rules: ["step:2"] });
  });

  test("does not turn a job that ended meanwhile into a paused one", async () => {
    const refusals = Array.from({ length: 100 }, () => new RftError("unreachable", "down"));
    const job = simulatedJob({ rewards: level, refusals, endsAtStep: 3 });
    const updates = await job.watch({ rules: parseStopRules(["step:2"]) });
    expect(updates.at(-1)).toMatchObject({ type: "end", status: "succeeded" });
    expect(updates.at(-1)).not.toHaveProperty("by");
  });

  test("by time fires between two steps: a job that hangs costs as well", async () => {
    const job = simulatedJob({ rewards: [0.2, 0.3] });
    const [rule] = ofType(await job.watch({ rules: parseStopRules(["hours:1"]) }), "rule");
    expect(rule).toMatchObject({ step: 2, at: "2026-01-05T10:00:00.000Z" });
  });

  test("is refused for a model whose jobs cannot be paused, before anything happens", async () => {
    const job = simulatedJob({ rewards: level, model: "gpt-5-2025-08-07" });
    await expect(job.watch({ rules: parseStopRules(["step:1"]) })).rejects.toMatchObject({
      name: "StateError",
      message: "ftjob-1 trains gpt-5-2025-08-07, whose jobs cannot be paused",
    });
    expect(job.pauses).toEqual([]);
  });

  test("fires no second time after the job was resumed, though the watch is a new one; others do", async () => {
    const job = simulatedJob({ rewards: level });
    let saved: SavedWatch | undefined;
    const keep = { save: async (watch: SavedWatch) => void (saved = structuredClone(watch)) };
    const rules = parseStopRules(["plateau:3", "step:7"]);
    await job.watch({ rules, ...keep });
    job.resume();
    const updates = await job.watch({ rules, ...keep, ...(saved && { saved }) });
    expect(ofType(updates, "rule").map(({ rule }) => rule)).toEqual(["step:7"]);
    expect(ofType(updates, "event")[0]?.event.message).toBe("Step 1");
    expect(updates.at(-1)).toMatchObject({ by: "us", rules: ["step:7"] });
  });
});

describe("--once, twenty times, against one long watch", () => {
  const rules = parseStopRules(["plateau:3", "budget:500"]);
  const told = (updates: JobUpdate[]) => ({
    events: ofType(updates, "event").map(({ event }) => event.id),
    rules: ofType(updates, "rule").map(({ rule, step, reason }) => ({ rule, step, reason })),
    checkpoints: ofType(updates, "checkpoint").map(({ checkpoint }) => checkpoint.id),
    end: updates.findLast(({ type }) => type === "end"),
  });

  /** Twenty looks, minutes apart, each in a process of its own: all that passes between them is JSON. */
  async function lookTwentyTimes(rewards: number[], seconds: number) {
    const job = simulatedJob({ rewards, endsAtStep: rewards.length });
    const updates: JobUpdate[] = [];
    let saved: SavedWatch | undefined;
    for (let look = 0; look < 20; look++) {
      const save = async (watch: SavedWatch) =>
        void (saved = JSON.parse(JSON.stringify(watch)) as SavedWatch);
      updates.push(...(await job.watch({ rules, once: true, save, ...(saved && { saved }) })));
      if (updates.at(-1)?.type === "end") break;
      job.pass(seconds);
    }
    return { ...told(updates), pauses: job.pauses };
  }

  async function watchOnce(rewards: number[]) {
    const job = simulatedJob({ rewards, endsAtStep: rewards.length });
    return { ...told(await job.watch({ rules })), pauses: job.pauses };
  }

  test("the same rule fires at the same step, the same events are told, the job ends the same", async () => {
    const [long, short] = [await watchOnce(level), await lookTwentyTimes(level, 190)];
    expect(short).toEqual({ ...long, end: { ...long.end, at: short.end?.at } });
    expect(long.rules).toMatchObject([{ rule: "plateau:3", step: 5 }]);
  });

  test("a job that no rule pauses is told to its end", async () => {
    const rewards = Array.from({ length: 12 }, (_, index) => index / 12);
    const [long, short] = [await watchOnce(rewards), await lookTwentyTimes(rewards, 150)];
    expect(short).toEqual({ ...long, end: { ...long.end, at: short.end?.at } });
    expect(short.events).toHaveLength(12);
    expect(short.end).toMatchObject({ status: "succeeded" });
  });
});

describe("spend", () => {
  test("is told with each look that brings steps, and warned of once at 50, 80 and 95% of the budget", async () => {
    // 200 seconds at $100 an hour: $5.56 a step.
    const job = simulatedJob({ rewards: Array.from({ length: 20 }, () => 0.5), endsAtStep: 20 });
    const spend = ofType(await job.watch({ budget: 100 }), "spend");
    expect(spend).toHaveLength(20);
    expect(spend.at(-1)).toMatchObject({ estimated: true, dollars: expect.closeTo(111.11, 1) });
    expect(
      spend.flatMap(({ warning, dollars }) => (warning ? [[warning.share, Math.round(dollars ?? 0)]] : [])),
    ).toEqual([
      [0.5, 50],
      [0.8, 83],
      [0.95, 100],
    ]);
  });

  test("a pause near the service's limit is taken for its own, any other for nobody's", async () => {
    const price = (5000 / 100) * 3600;
    const steps = Math.floor(price / stepSeconds);
    const job = simulatedJob({ rewards: Array.from({ length: steps }, () => 0.5) });
    job.pass(steps * stepSeconds);
    // Somebody, or something, pauses it: not the watch, which has no rules.
    await simulatePause(job);
    expect((await job.watch({})).at(-1)).toMatchObject({ by: "limit" });
    const cheap = simulatedJob({ rewards: [0.5] });
    cheap.pass(stepSeconds);
    await simulatePause(cheap);
    expect((await cheap.watch({})).at(-1)).toMatchObject({ by: "unknown" });
    expect((await cheap.watch({ isOurPause: async () => true })).at(-1)).toMatchObject({ by: "us" });
  });
});

/** Pauses a job by a watch that leaves nothing behind. */
async function simulatePause(job: ReturnType<typeof simulatedJob>): Promise<void> {
  await job.watch({ rules: parseStopRules(["step:1"]) });
}
