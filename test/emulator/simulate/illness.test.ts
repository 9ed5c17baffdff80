import { describe, expect, test } from "vitest";
import { type Illness, illnesses, illnessOf } from "#emulator/simulate/illness.js";
import { evaluationsOf } from "#run/steps/evaluations.js";
import { simulateResults, simulateRun } from "#test/support/simulate-run.js";
import { testEmulator } from "#test/support/test-emulator.js";

const seeds = [1, 2, 3, 4];
const tokens = "usage/samples/train_reasoning_tokens_mean";

/** A run in the few figures that an illness shows in. */
function look(illness: Illness, seed: number) {
  const steps = simulateRun({ illness, seed });
  const evaluations = evaluationsOf(steps);
  const rewards = evaluations.map(({ reward }) => reward);
  const of = (name: string) => steps.map((step) => Number(step[name]));
  return {
    first: rewards[0] ?? NaN,
    last: rewards.at(-1) ?? NaN,
    most: Math.max(...rewards),
    gap: evaluations.at(-1)?.gap ?? NaN,
    jumps: rewards.slice(1).filter((reward, index) => Math.abs(reward - (rewards[index] ?? 0)) > 0.15).length,
    tokens: (of(tokens).at(-1) ?? NaN) / (of(tokens)[0] ?? NaN),
    parseErrors: Number(steps.at(-1)?.["full_valid_mean_parse_error"] ?? 0),
    graderErrors: of("errors/graders/string_check/exact/errors/train_other_error_mean").at(-1) ?? NaN,
    unresponsive: of("mean_unresponsive_rewards").at(-1) ?? NaN,
    longest: Math.max(...of("total_duration")),
  };
}

type Look = ReturnType<typeof look>;

/** What each illness must show, whatever the seed. */
const marks: Record<Illness, (run: Look) => boolean> = {
  healthy: ({ first, last, gap }) => last - first > 0.3 && Math.abs(gap) < 0.1,
  "reward-flat": ({ first, most }) => most - first < 0.12,
  plateau: ({ first, last }) => last - first > 0.3 && last < 0.85,
  "reward-collapse": ({ most, last }) => most - last > 0.2,
  "token-collapse": (run) => run.last > 0.9 && run.tokens < 0.5,
  "train-valid-gap": ({ gap }) => gap > 0.15,
  "token-growth": (run) => run.tokens > 2.5 && run.last < 0.85,
  "parse-errors": ({ parseErrors }) => parseErrors > 0.25,
  "grader-errors": ({ graderErrors }) => graderErrors > 0.2,
  "unresponsive-samples": ({ unresponsive }) => unresponsive > 0.15,
  "reward-saturated": ({ first }) => first > 0.93,
  "validation-noisy": ({ jumps }) => jumps >= 2,
  stalled: ({ longest }) => longest > 36 * 3600,
};

describe("a simulated illness shows", () => {
  test.each(illnesses)("%s", (illness) => {
    const looks = seeds.map((seed) => look(illness, seed));
    expect(looks.filter((run) => !marks[illness](run))).toEqual([]);
  });

  test("the same for the same seed", () => {
    for (const illness of illnesses) {
      const run = () => simulateResults({ illness, seed: 5, steps: 10 });
      expect(run()).toBe(run());
    }
  });
});

test.each([
  [undefined, "healthy"],
  [{}, "healthy"],
  [{ simulated_illness: "overfit" }, "train-valid-gap"],
  [{ simulated_illness: "train-valid-gap" }, "train-valid-gap"],
  [{ simulated_illness: "best-step-not-last" }, undefined],
  [{ simulated_illness: "gout" }, undefined],
  [{ simulated_illness: 3 }, undefined],
] as const)("the metadata %j order %s", (metadata, illness) => {
  expect(illnessOf(metadata)).toBe(illness);
});

test("a job's metadata order one; its log says that it is simulated, its steps suffer from it", async () => {
  const emulator = await testEmulator();
  const { id } = await emulator.createJob({ body: { metadata: { simulated_illness: "stalled" } } });
  const notice = (await emulator.events(id)).find(({ message }) => message.includes("illness"));
  expect(notice).toMatchObject({
    level: "warning",
    message: "Simulated illness, as the metadata asks: stalled.",
  });
  emulator.pass(24 * 3600);
  expect((await emulator.job(id)).status).toBe("running");
  emulator.pass(24 * 3600);
  expect((await emulator.job(id)).status).toBe("succeeded");
});
