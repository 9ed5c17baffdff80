import { describe, expect, test } from "vitest";
import type { Forecast } from "#job/forecast/forecast.js";
import { endWords, forecastFacts, forecastWords } from "#report/job/describe-forecast.js";

const berlin = () => 60;
const moments = (low: string, likely: string, high: string) => {
  const [first, middle, last] = [low, likely, high].map((time) => `2026-${time}:00.000Z`) as [
    string,
    string,
    string,
  ];
  return { low: first, likely: middle, high: last };
};
const waits: Forecast = {
  waitedSeconds: 7800,
  startsAt: moments("11-30T23:21", "12-01T01:48", "12-01T03:42"),
  endsAt: moments("12-01T05:00", "12-01T09:00", "12-02T01:00"),
  basis: [
    { for: "start", by: "own-jobs", jobs: 1 },
    { for: "start", by: "public-jobs", source: "s", date: "2026-10-03" },
    { for: "end", by: "own-jobs", jobs: 1 },
  ],
};

describe("a forecast in words", () => {
  test("is rounded to ten minutes, names days where they differ, and what it rests on, once", () => {
    expect(Object.fromEntries(forecastFacts(waits, berlin))).toEqual({
      waiting: "2 h 10 min so far; hours in the queue are normal",
      starts: "about 2026-12-01 02:50 +01:00 (00:20 to 04:40)",
      ends: "about 2026-12-01 10:00 +01:00 (06:00 to 12-02 02:00)",
      "forecast by": "your last job like it and public jobs of 2026-10-03",
    });
  });

  test("after a status", () => {
    expect(forecastWords(waits, berlin)).toBe(
      "for 2 h 10 min, hours in the queue are normal; start about 2026-12-01 02:50 +01:00 (00:20 to 04:40); " +
        "end about 2026-12-01 10:00 +01:00 (06:00 to 12-02 02:00); " +
        "by your last job like it and public jobs of 2026-10-03",
    );
  });

  test("of a start that nobody can tell", () => {
    const { startsAt: _, endsAt: __, ...late } = waits;
    expect(forecastFacts(late, berlin)[1]).toEqual([
      "starts",
      "not to be said: it has waited longer than the jobs it is measured by",
    ]);
    expect(endWords(late, berlin)).toBe("");
  });

  test("of a job that runs has an end only", () => {
    const runs: Forecast = {
      ...(waits.endsAt && { endsAt: waits.endsAt }),
      basis: [{ for: "end", by: "steps", steps: 12 }],
    };
    expect(forecastFacts(runs, berlin).map(([name]) => name)).toEqual(["ends", "forecast by"]);
    expect(forecastWords(runs, berlin)).toMatch(/^end about 2026-12-01 10:00 .*; by its last 12 steps$/);
  });

  test("none, no facts", () => {
    expect(forecastFacts(undefined, berlin)).toEqual([]);
  });
});
