import { describe, expect, test } from "vitest";
import { findStall, hear, hearStep, startSilence } from "#job/watch/job-silence.js";
import { diagnose } from "#run/diagnosis/diagnose.js";
import { stallLimitOf } from "#run/sickness/stall-limit.js";

const limits: [name: string, stepSeconds: number[], typical: number | undefined, limit: number][] = [
  ["an hour before a step's time is known", [], undefined, 3600],
  ["an hour where steps are short", [200, 200], 200, 3600],
  ["ten steps where they are long", [500, 700, 600], 600, 6000],
  ["the mean of the middle two of an even count", [400, 800], 600, 6000],
  [
    "what is usual by now: the last fifteen",
    [...Array<number>(30).fill(100), ...Array<number>(15).fill(900)],
    900,
    9000,
  ],
];

test.each(limits)("%s", (_, stepSeconds, typical, limit) => {
  expect(stallLimitOf(stepSeconds)).toEqual(typical === undefined ? { limit } : { typical, limit });
});

describe("watch and metrics call the same silence stalled", () => {
  const steps = (seconds: number[]) =>
    seconds.map((total_duration, index) => ({ step: index + 1, total_duration }));

  /** What watch says of a running job that has been silent so long after steps of these lengths. */
  function isStalledInWatch(seconds: readonly number[], silent: number): boolean {
    const silence = startSilence();
    let at = 1_700_000_000;
    for (const one of [0, ...seconds]) hearStep(silence, (at += one));
    hear(silence, at * 1000);
    return findStall(silence, new Date((at + silent) * 1000)) !== undefined;
  }

  for (const [name, stepSeconds, , limit] of limits.slice(1)) {
    test.each([limit - 1, limit, limit + 1])(`${name}: %d s`, (idleSeconds) => {
      const codes = diagnose(steps(stepSeconds), { idleSeconds }).map(({ code }) => code);
      expect(codes.includes("stalled")).toBe(idleSeconds >= limit);
      expect(isStalledInWatch(stepSeconds, idleSeconds)).toBe(idleSeconds >= limit);
    });
  }

  test("a running job whose steps do not say how long they took is stalled after an hour", () => {
    const untimed = [1, 2, 3].map((step) => ({ step, train_mean_reward: 0.5 }));
    expect(diagnose(untimed, { idleSeconds: 3599 })).toEqual([]);
    expect(diagnose(untimed, { idleSeconds: 3600 })).toMatchObject([
      { code: "stalled", message: "the job has done nothing for 1 h since step 3", evidence: { steps: [3] } },
    ]);
  });

  test("a step's time is known by OpenAI's name, or from its parts, too", () => {
    const named = [500, 700, 600].map((seconds, index) => ({
      step: index + 1,
      "timing/step/full_iteration": seconds,
    }));
    expect(diagnose(named, { idleSeconds: 5999 })).toEqual([]);
    expect(diagnose(named, { idleSeconds: 6000 })).toMatchObject([{ code: "stalled" }]);
  });
});
