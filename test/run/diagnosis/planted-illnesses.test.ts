import { describe, expect, test } from "vitest";
import { type Illness, illnesses } from "#emulator/simulate/illness.js";
import { diagnose } from "#run/diagnosis/diagnose.js";
import type { DiagnosisCode } from "#run/diagnosis/diagnosis.js";
import { simulateRun } from "#test/support/simulate-run.js";

/** What may be said beside the diagnosis of an illness's own name, for it is so. */
const beside: Record<Illness, DiagnosisCode[]> = {
  healthy: ["reward-saturated", "plateau"],
  "reward-flat": ["best-step-not-last"],
  plateau: ["healthy", "best-step-not-last"],
  "reward-collapse": ["best-step-not-last", "token-collapse"],
  "token-collapse": ["reward-saturated", "plateau", "best-step-not-last"],
  "train-valid-gap": ["best-step-not-last"],
  "token-growth": ["plateau", "best-step-not-last"],
  "parse-errors": ["plateau", "best-step-not-last"],
  "grader-errors": ["plateau", "best-step-not-last"],
  "unresponsive-samples": ["plateau", "reward-saturated"],
  "reward-saturated": ["plateau", "best-step-not-last"],
  "validation-noisy": ["best-step-not-last"],
  stalled: ["reward-saturated", "plateau"],
};

const seeds = [1, 2, 3, 4, 5];

describe(`illnesses planted in simulated runs of ${seeds.length} seeds each`, () => {
  test.each(illnesses)("%s is told by its name, and nothing that is not so", (illness) => {
    const runs = seeds.map((seed) => diagnose(simulateRun({ illness, seed })).map((one) => one.code));
    const told = runs.filter((codes) => codes.includes(illness));
    // Chance may hide what it made: one run in five.
    expect(told.length).toBeGreaterThanOrEqual(seeds.length - 1);
    expect(told.flat().filter((other) => other !== illness && !beside[illness].includes(other))).toEqual([]);
  });
});
