import { describe, expect, test } from "vitest";
import { RftError } from "#errors.js";
import { paceOf } from "#job/forecast/job-pace.js";
import { readPastJobs } from "#job/forecast/past-jobs.js";
import { createForecaster, readForecast } from "#job/forecast/read-forecast.js";
import { newestRules as rules } from "#rules/select-rules.js";
import type { Job, JobEvent } from "#service/api.js";
import { fakeApi } from "#test/support/fake-api.js";

const model = "o4-mini-2025-04-16";
const hour = 3600;

function event(at: number, message: string): JobEvent {
  return { id: `${at} ${message}`, created_at: at, level: "info", message };
}

/** A finished job: created at `at` hours, waited `wait`, ran `run`. */
function done(id: string, at: number, wait: number, run: number) {
  const [created, started] = [at * hour, (at + wait) * hour];
  const job: Job = { id, status: "succeeded", model, created_at: created, finished_at: started + run * hour };
  return {
    job,
    events: [
      event(created, "Job enqueued. Waiting for jobs ahead to complete."),
      event(started, "Job started."),
    ],
  };
}

function service(jobs: { job: Job; events: JobEvent[] }[], own: JobEvent[] = []) {
  const asked: string[] = [];
  const api = fakeApi({
    async listJobs() {
      asked.push("jobs");
      return { data: jobs.map(({ job }) => job), hasMore: true };
    },
    async listEvents(id) {
      asked.push(id);
      const events = jobs.find(({ job }) => job.id === id)?.events ?? own;
      return { data: events.toReversed(), hasMore: false };
    },
  });
  return { api, asked };
}

const pending: Job = { id: "ftjob-new", status: "pending", model, created_at: 100 * hour };
const now = new Date(101 * hour * 1000);
const failing = () => {
  throw new Error("nothing was to fail");
};

describe("past jobs", () => {
  test("one request for the list and one a job, for the newest four of the same model and type that have started", async () => {
    const jobs = [
      done("other-model", 50, 1, 1),
      done("other-type", 50, 1, 1),
      done("waits", 50, 1, 1),
      ...[5, 4, 3, 2, 1].map((wait) => done(`own-${wait}`, 10 * wait, wait, 2)),
    ];
    Object.assign(jobs[0]?.job ?? {}, { model: "gpt-5" });
    Object.assign(jobs[1]?.job ?? {}, { trainingType: "developerTier" });
    Object.assign(jobs[2]?.job ?? {}, { status: "pending" });
    const { api, asked } = service([{ job: pending, events: [] }, ...jobs]);
    const past = await readPastJobs(api, { ...pending, trainingType: "GlobalStandard" });
    expect(asked).toEqual(["jobs", "own-5", "own-4", "own-3", "own-2"]);
    expect(past).toEqual(
      [5, 4, 3, 2].map((wait) => ({
        queueSeconds: wait * hour,
        runSeconds: 2 * hour,
        wholeSeconds: (wait + 2) * hour,
      })),
    );
  });

  test("one that was paused tells its wait only, one without its start in the log its whole time only", async () => {
    const paused = done("paused", 1, 1, 1);
    paused.events.push(event(3 * hour, "Job paused after step 2."));
    const long = done("long", 1, 1, 1);
    const { api } = service([paused, { ...long, events: [] }]);
    expect(await readPastJobs(api, pending)).toEqual([{ queueSeconds: hour }, { wholeSeconds: 2 * hour }]);
  });

  test("times that cannot be are none", async () => {
    const odd = done("odd", 5, -1, -3);
    expect(await readPastJobs(service([odd]).api, pending)).toEqual([{}]);
  });
});

test("a job's pace is of its last steps, the quartiles of the time between them", () => {
  const times = [0, 100, 300, 600, 1000];
  const events = [
    event(0, "Job started."),
    ...times.map((at, index) => event(at, `Step ${index + 1}/25 , train mean reward=0.5`)),
  ];
  expect(paceOf(events)).toEqual({
    startedAt: 0,
    lastStepAt: 1000,
    left: 20,
    seconds: { low: 200, likely: 250, high: 300 },
    timed: 4,
    isBroken: false,
  });
  expect(paceOf([])).toEqual({ timed: 0, isBroken: false });
});

describe("a forecast", () => {
  test("asks nothing for a job that is settled", async () => {
    const source = { api: fakeApi({}), rules, onFailure: failing };
    for (const status of ["succeeded", "failed", "cancelled", "paused"])
      expect(await readForecast({ ...pending, status }, now, source)).toBeUndefined();
  });

  test("of a running job with steps is made of one request", async () => {
    const own = [0, 200, 400].map((at, index) => event(at, `Step ${index + 1}/5 , train mean reward=0.5`));
    const { api, asked } = service([], own);
    const found = await readForecast({ ...pending, status: "running" }, new Date(400_000), {
      api,
      rules,
      onFailure: failing,
    });
    expect(asked).toEqual(["ftjob-new"]);
    expect(found?.endsAt?.likely).toBe(new Date(800_000).toISOString());
  });

  test("does without what cannot be read, and says so", async () => {
    const said: string[] = [];
    const api = fakeApi({
      listJobs: async () => {
        throw new RftError("unreachable", "GET /fine_tuning/jobs was answered 503");
      },
    });
    const found = await readForecast(pending, now, { api, rules, onFailure: (reason) => said.push(reason) });
    expect(found?.basis).toEqual([expect.objectContaining({ by: "public-jobs" })]);
    expect(said).toEqual(["GET /fine_tuning/jobs was answered 503"]);
  });

  test("goes no further after Ctrl-C", async () => {
    const interrupted = new RftError("interrupted", "interrupted");
    const api = fakeApi({ listJobs: async () => Promise.reject(interrupted) });
    await expect(readForecast(pending, now, { api, rules, onFailure: failing })).rejects.toBe(interrupted);
  });
});

describe("forecasts of a job that is followed", () => {
  test("read the past once, and forecast the end when it starts", async () => {
    const { api, asked } = service([done("own", 0, 1, 2)]);
    const forecastOf = createForecaster({ api, rules, onFailure: failing });
    expect(await forecastOf(pending, now)).toMatchObject({ waitedSeconds: hour });
    expect(await forecastOf({ ...pending, status: "queued" }, now)).toMatchObject({ waitedSeconds: hour });
    const started = await forecastOf({ ...pending, status: "running" }, now);
    expect(started?.endsAt?.likely).toBe(new Date(103 * hour * 1000).toISOString());
    // Resumed after a pause: this is no start.
    await forecastOf({ ...pending, status: "paused" }, now);
    expect(await forecastOf({ ...pending, status: "running" }, now)).toBeUndefined();
    expect(asked).toEqual(["jobs", "own"]);
  });

  test("ask nothing for one that runs already", async () => {
    const forecastOf = createForecaster({ api: fakeApi({}), rules, onFailure: failing });
    expect(await forecastOf({ ...pending, status: "running" }, now)).toBeUndefined();
  });
});
