import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { StepMetrics } from "#run/steps/results.js";
import { markOf } from "#run/spend/training-marks.js";
import { measureTraining, secondsBySteps } from "#run/spend/training-time.js";

const start = Date.parse("2026-05-26T03:54:03Z") / 1000;

/** Steps of a result file, with the seconds between them and what else each says. */
function stamped(gaps: readonly number[], figures: (index: number) => Partial<StepMetrics>): StepMetrics[] {
  let at = start;
  return [0, ...gaps].map((gap, index) => {
    at += gap;
    return { step: index + 1, timestamp: new Date(at * 1000).toISOString(), ...figures(index) };
  });
}

const hour = (seconds: number) => Math.round(seconds / 36) / 100;

describe("a result file whose total_duration leaves sampling out", () => {
  // In the shape of a public run of May 2026: 52 steps 100 to 143 s apart, of which total_duration tells about half.
  const gaps = Array.from({ length: 51 }, (_, index) => 100 + (index % 12) * 3.1);
  const steps = stamped(gaps, (index) => ({
    total_duration: 52 + (index % 7),
    sampling_duration: index === 0 ? 125 : 112,
  }));

  test("counts by the clock, and the first step by its sampling", () => {
    const time = measureTraining(steps);
    const byClock = gaps.reduce((sum, gap) => sum + gap, 125);
    expect(time.basis).toBe("clocked");
    expect(time.steps).toBe(52);
    expect(hour(time.seconds)).toBeCloseTo(hour(byClock), 1);
    expect(hour(time.durations ?? 0)).toBeCloseTo(0.8, 1);
  });

  test("a pause and a queue in it are no training", () => {
    const paused = stamped(
      gaps.map((gap, index) => (index === 20 ? gap + 9 * 3600 : index === 40 ? gap + 700 : gap)),
      (index) => ({ total_duration: 52 + (index % 7) }),
    );
    const apart = measureTraining(paused).seconds - measureTraining(steps).seconds;
    expect(Math.abs(apart)).toBeLessThan(60);
  });

  test("a job's log takes a short pause out to the second", () => {
    const [stop, begin] = [start + 1000, start + 1290];
    const marks = [
      { at: stop, kind: "stops" as const },
      { at: begin, kind: "begins" as const },
    ];
    const three = stamped([1000, 400, 1000], () => ({ total_duration: 500 }));
    expect(measureTraining(three, { marks }).seconds).toBe(1000 + 1000 + 110 + 1000);
  });

  test("a step that evaluates may take many times as long", () => {
    const evaluated = (index: number) => index % 5 === 0;
    const slow = stamped(
      Array.from({ length: 20 }, (_, index) => (evaluated(index + 1) ? 1500 : 100)),
      (index) => ({ total_duration: 90, ...(evaluated(index) && { full_valid_mean_reward: 0.5 }) }),
    );
    expect(hour(measureTraining(slow).seconds)).toBeCloseTo(hour(16 * 90 + 4 * 1500 + 1500), 1);
  });

  test("without timestamps a step takes at least as long as its sampling", () => {
    const bare = steps.map((step): StepMetrics => ({ ...step, timestamp: "" }));
    expect(measureTraining(bare)).toMatchObject({ basis: "measured", seconds: 125 + 51 * 112 });
  });
});

describe("durations that tell all", () => {
  test("count, whatever pauses lie between the steps", () => {
    const steps = stamped([205, 90_000, 204, 206, 45_000, 205], () => ({ total_duration: 204 }));
    expect(measureTraining(steps)).toEqual({ basis: "measured", seconds: 7 * 204, steps: 7 });
  });

  test("two steps and a night between them are not a night of training", () => {
    const steps = stamped([8 * 3600], () => ({ total_duration: 200 }));
    expect(measureTraining(steps).seconds).toBeLessThanOrEqual(2 * 3 * 200);
  });
});

test("what is added up is the time of each step", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ gap: fc.nat(100_000), own: fc.option(fc.nat(1000)) }), { maxLength: 40 }),
      (given) => {
        const steps = stamped(
          given.slice(1).map(({ gap }) => gap),
          (index) => (given[index]?.own == null ? {} : { total_duration: given[index].own }),
        ).slice(0, given.length);
        const sum = [...secondsBySteps(steps).values()].reduce((total, one) => total + one, 0);
        const { seconds } = measureTraining(steps);
        expect(seconds).toBeCloseTo(sum, 6);
        expect(seconds).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(seconds)).toBe(true);
      },
    ),
  );
});

test.each<[message: string, kind: string | undefined]>([
  ["Job started.", "begins"],
  ["Training started.", "begins"],
  ["Job resumed.", "begins"],
  ["Job resuming from its paused state", "begins"],
  ["Job paused after step 3.", "stops"],
  ["The job was preempted and will be resumed later.", "stops"],
  ["Job pre-empted", "stops"],
  ["Step 3: training loss=0.1", undefined],
  ["Job enqueued. Waiting for jobs ahead to complete.", undefined],
])("%s: %s", (message, kind) => {
  expect(markOf({ id: "e", created_at: 7, level: "info", message })?.kind).toBe(kind);
});
