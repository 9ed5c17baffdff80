import { describe, expect, test } from "vitest";
import { RftError, StateError } from "#errors.js";
import type { Job, JobEvent } from "#service/api.js";
import { newestRules } from "#rules/select-rules.js";
import { readFileRun, readJobRun } from "#run/read/read-job-run.js";
import { parseResultFile } from "#run/steps/results.js";
import { fakeApi } from "#test/support/fake-api.js";

const csv =
  "step,full_valid_mean_reward,timing/graders/x/timing/valid_execution_latency_count\n1,0.5,100\n5,0.8,100\n";
const eventOf = (step: number): JobEvent => ({
  id: `ftevent-${step}`,
  created_at: step,
  level: "info",
  message: "",
  data: { step, train_mean_reward: step / 10 },
});

function apiOf(
  job: Partial<Job>,
  { file, events = [] }: { file?: string | RftError; events?: JobEvent[] } = {},
) {
  return fakeApi({
    getJob: async (id) => ({ id, status: "running", ...job }),
    readFile: async () => {
      if (file instanceof RftError) throw file;
      return file ?? "";
    },
    // A server that repeats its page for ever.
    listEvents: async () => ({ data: events.toReversed(), hasMore: true }),
    listCheckpoints: async () => ({ data: [{ id: "ftchkpt-5", step_number: 5 }], hasMore: false }),
  });
}

describe("readJobRun", () => {
  test("reads the result file, and names the checkpoint of the recommended step", async () => {
    const run = await readJobRun(apiOf({ result_files: ["file-1"] }, { file: csv }), "ftjob-1", newestRules);
    expect(run.steps).toHaveLength(2);
    expect(run.recommended).toMatchObject({ step: 5, checkpoint: "ftchkpt-5" });
  });

  test("reads the events where there is no result file, or none that can be read yet", async () => {
    const events = [eventOf(1), eventOf(2)];
    const gone = new RftError("not-found", "not yet");
    for (const api of [apiOf({}, { events }), apiOf({ result_files: ["file-1"] }, { file: gone, events })]) {
      expect((await readJobRun(api, "ftjob-1", newestRules)).steps.map(({ step }) => step)).toEqual([1, 2]);
    }
  });

  test("the grader's range scales the band", async () => {
    const grader = {
      type: "score_model",
      name: "g",
      model: "gpt-4.1",
      range: [0, 5],
      input: [{ role: "user", content: "x" }],
    };
    const method = { type: "reinforcement", reinforcement: { grader } };
    const run = await readJobRun(
      apiOf({ result_files: ["file-1"], method }, { file: csv }),
      "ftjob-1",
      newestRules,
    );
    expect(run.recommended?.band).toBeCloseTo(5 * Math.sqrt((2 * 0.16 * 0.84) / 100), 12);
  });

  test("a job without a trained step is a no", async () => {
    await expect(readJobRun(apiOf({ status: "pending" }), "ftjob-1", newestRules)).rejects.toBeInstanceOf(
      StateError,
    );
  });

  test("a fault of the service is not taken for a missing file", async () => {
    const down = new RftError("unreachable", "down");
    await expect(
      readJobRun(apiOf({ result_files: ["f"] }, { file: down }), "ftjob-1", newestRules),
    ).rejects.toBe(down);
  });
});

describe("readFileRun", () => {
  const read = (text: string) => readFileRun("results.csv", parseResultFile(text), newestRules);

  test("a header alone: told by its columns, with why there is nothing", () => {
    expect(read("step,train_mean_reward,full_valid_mean_reward\n")).toMatchObject({
      kind: "reinforcement",
      steps: [],
      notes: ["the file has a header and no step: nothing was measured yet"],
    });
  });

  test("rewards whose cells are all empty are rewards still", () => {
    expect(read("step,full_valid_mean_reward\n1,\n2,\n")).toMatchObject({
      kind: "reinforcement",
      notes: [],
    });
  });

  test("lines without a step are the reason where there are some", () => {
    expect(read("step,train_mean_reward\nx,1\n").notes).toEqual(["line 2: no step number; left out"]);
  });
});
