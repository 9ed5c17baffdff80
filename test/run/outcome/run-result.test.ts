import { expect, test } from "vitest";
import { createRunResult } from "#run/outcome/run-result.js";

test("a report measures its run once", () => {
  const rewards = [0.2, 0.5, 0.9];
  const steps = rewards.map((reward, at) => ({ step: at + 1, full_valid_mean_reward: reward }));
  let measured = 0;
  const run = createRunResult(
    { steps },
    {
      source: "results.csv",
      // Asked for by each measuring of an evaluation, and by nothing else.
      get validationSamples() {
        measured++;
        return 200;
      },
    },
  );
  expect(measured).toBe(rewards.length);
  expect(run).toMatchObject({
    best: { step: 3 },
    recommended: { step: 3 },
    diagnosis: [{ code: "healthy" }],
  });
});
