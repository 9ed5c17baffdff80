import { expect, test } from "vitest";
import { stepsOfEvents } from "#run/steps/run-metrics.js";
import { parseResults } from "#run/steps/results.js";
import type { JsonObject } from "#json/json-value.js";
import { exactGrader, testEmulator } from "#test/support/test-emulator.js";

test("the events and the result file of one run give the same steps", async () => {
  const emulator = await testEmulator();
  const part: JsonObject = { ...exactGrader, name: 'exact "word", or / near' };
  const grader: JsonObject = {
    type: "multi",
    name: "all of it",
    graders: { part },
    calculate_output: "part",
  };
  const metadata = { simulated_illness: "parse-errors" };
  const { id } = await emulator.createJob({
    grader,
    body: { metadata },
    hyperparameters: { n_epochs: 2, batch_size: 4, eval_interval: 3, eval_samples: 2 },
  });
  emulator.pass(100_000);
  const { result_files: [file] = [] } = await emulator.job(id);
  const { steps, notes } = parseResults((await emulator.get(`/files/${file}/content`)).text);
  const measured = steps.map(({ timestamp: _ofFilesOnly, ...metrics }) => metrics);
  expect(notes).toBeUndefined();
  expect(measured).toHaveLength(10);
  expect(Object.keys(measured[0] ?? {}).length).toBeGreaterThan(30);
  expect(stepsOfEvents((await emulator.events(id)).toReversed())).toEqual(measured);
});
