import { describe, expect, test } from "vitest";
import { type ForecastFacts, forecastJob } from "#job/forecast/forecast.js";
import type { PastJob } from "#job/forecast/past-jobs.js";

const hour = 3600;
const created = Date.parse("2026-11-30T20:00:00Z") / 1000;
const source = "two public jobs";
const rules = { queueHours: { value: { low: 3, likely: 5, high: 8 }, source, date: "2026-10-03" } };

/** A forecast so many hours after the job was created, its moments in hours from then. */
function forecast(
  hours: number,
  {
    status = "pending",
    past = [],
    pace,
  }: { status?: string; past?: PastJob[]; pace?: Partial<ForecastFacts["pace"]> } = {},
) {
  const found = forecastJob({
    now: new Date((created + hours * hour) * 1000),
    job: { id: "ftjob-1", status, created_at: created },
    pace: { timed: 0, isBroken: false, ...pace },
    past,
    rules,
  });
  const inHours = (spread: { low: string; likely: string; high: string } | undefined) =>
    spread && [spread.low, spread.likely, spread.high].map((at) => (Date.parse(at) / 1000 - created) / hour);
  return found && { ...found, startsAt: inHours(found.startsAt), endsAt: inHours(found.endsAt) };
}

const publicBasis = { for: "start", by: "public-jobs", source, date: "2026-10-03" };

describe("a job that waits", () => {
  test("is measured by public jobs where there are no own ones; then nothing tells its end", () => {
    expect(forecast(1)).toEqual({
      waitedSeconds: hour,
      startsAt: [3, 5, 8],
      endsAt: undefined,
      basis: [publicBasis],
    });
  });

  test.each(["pending", "queued", "validating_files"])("%s is waiting", (status) => {
    expect(forecast(1, { status })?.startsAt).toEqual([3, 5, 8]);
  });

  test.each([
    ["between the earliest and the likely start", 4, [4, 5, 8]],
    ["past the likely start, the middle of what is left is likely", 6, [6, 7, 8]],
    ["longer than any of them: no start is named", 9, undefined],
    ["with a clock behind the service's, not less than nothing", -1, [3, 5, 8]],
  ])("%s", (_name, hours, startsAt) => {
    const found = forecast(hours);
    expect(found?.startsAt).toEqual(startsAt);
    expect(found?.waitedSeconds).toBe(Math.max(0, hours) * hour);
  });

  test("is measured by three own jobs alone, by one or two together with the public ones", () => {
    const waits = (hours: number[]) => hours.map((one) => ({ queueSeconds: one * hour }));
    const own = (jobs: number) => ({ for: "start", by: "own-jobs", jobs });
    expect(forecast(0, { past: waits([0.2, 0.1, 2]) })).toMatchObject({
      startsAt: [0.1, 0.2, 2],
      basis: [own(3)],
    });
    expect(forecast(0, { past: waits([1]) })).toMatchObject({
      startsAt: [1, 3, 8],
      basis: [own(1), publicBasis],
    });
  });

  test("ends as long after its start as own jobs ran", () => {
    const past = [1, 2, 3].map((run) => ({ queueSeconds: hour, runSeconds: run * hour }));
    expect(forecast(0, { past })).toMatchObject({
      startsAt: [1, 1, 1],
      endsAt: [2, 3, 4],
      basis: [
        { for: "start", by: "own-jobs", jobs: 3 },
        { for: "end", by: "own-jobs", jobs: 3 },
      ],
    });
    // Longer in the queue than any: it may start now, and still takes its time.
    expect(forecast(5, { past })).toMatchObject({ startsAt: undefined, endsAt: [6, 7, 8] });
  });

  test("ends as long after its creation as own jobs took in all, where no log says when they started", () => {
    expect(forecast(1, { past: [{ wholeSeconds: 12 * hour }] })).toMatchObject({ endsAt: [8, 12, 18] });
  });
});

describe("a job that runs", () => {
  const steps = {
    seconds: { low: 100, likely: 200, high: 400 },
    left: 36,
    lastStepAt: created + 6 * hour,
    timed: 12,
  };

  test("ends by its own steps, whatever other jobs took", () => {
    expect(forecast(6, { status: "running", pace: steps, past: [{ runSeconds: hour }] })).toEqual({
      startsAt: undefined,
      endsAt: [7, 8, 10],
      basis: [{ for: "end", by: "steps", steps: 12 }],
    });
  });

  test("of which the last step is long ago ends no earlier than now", () => {
    expect(forecast(9, { status: "running", pace: steps })?.endsAt).toEqual([9, 9.5, 10]);
    expect(forecast(11, { status: "running", pace: steps })).toBeUndefined();
  });

  test("ends by past jobs before its steps tell", () => {
    const past = [3, 4, 6].map((run) => ({ runSeconds: run * hour, wholeSeconds: 9 * hour }));
    const startedAt = created + 5 * hour;
    expect(forecast(6, { status: "running", pace: { startedAt }, past })?.endsAt).toEqual([8, 9, 11]);
    expect(forecast(6, { status: "running", past: [{ wholeSeconds: 9 * hour }] })?.endsAt).toEqual([
      6, 9, 13.5,
    ]);
    expect(forecast(6, { status: "running" })).toBeUndefined();
  });
});

test.each(["succeeded", "failed", "cancelled", "paused", "pausing", "some_new_status"])(
  "%s has no forecast",
  (status) => {
    expect(forecast(1, { status, past: [{ queueSeconds: 1, runSeconds: hour }] })).toBeUndefined();
  },
);

test("a creation that is no moment has none, and is no fault", () => {
  const job = { id: "ftjob-1", status: "pending", created_at: 1e17 };
  const found = forecastJob({ now: new Date(0), job, pace: { timed: 0, isBroken: false }, past: [], rules });
  expect(found?.startsAt).toBeUndefined();
});
