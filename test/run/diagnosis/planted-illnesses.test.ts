import { describe, expect, test } from "vitest";
import { type Illness, illnesses } from "#emulator/simulate/illness.js";
import { diagnose } from "#run/diagnosis/diagnose.js";
import type { DiagnosisCode } from "#run/diagnosis/diagnosis.js";
import { simulateRun } from "#test/support/simulate-run.js";

/** What each planted illness must be told by, and what may be said beside it, for it is so. */
const expected: Record<Illness, [code: DiagnosisCode, ...beside: DiagnosisCode[]]> = {
  healthy: ["healthy", "reward-saturated", "plateau"],
  flat: ["reward-flat", "best-step-not-last"],
  plateau: ["plateau", "healthy", "best-step-not-last"],
  collapse: ["reward-collapse", "best-step-not-last", "token-collapse"],
  hack: ["token-collapse", "reward-saturated", "plateau", "best-step-not-last"],
  overfit: ["train-valid-gap", "best-step-not-last"],
  "token-growth": ["token-growth", "plateau", "best-step-not-last"],
  "parse-errors": ["parse-errors", "plateau", "best-step-not-last"],
  "grader-errors": ["grader-errors", "plateau", "best-step-not-last"],
  unresponsive: ["unresponsive-samples", "plateau", "reward-saturated"],
  saturated: ["reward-saturated", "plateau", "best-step-not-last"],
  noisy: ["validation-noisy", "best-step-not-last"],
  stalled: ["stalled", "reward-saturated", "plateau"],
};

const seeds = [1, 2, 3, 4, 5];

describe(`illnesses planted in simulated runs of ${seeds.length} seeds each`, () => {
  test.each(illnesses)("%s is told, and nothing that is not so", (illness) => {
    const [code, ...beside] = expected[illness];
    const runs = seeds.map((seed) => diagnose(simulateRun({ illness, seed })).map((one) => one.code));
    const told = runs.filter((codes) => codes.includes(code));
    // Chance may hide what it made: one run in five.
    expect(told.length).toBeGreaterThanOrEqual(seeds.length - 1);
    expect(told.flat().filter((other) => other !== code && !beside.includes(other))).toEqual([]);
  });
});
