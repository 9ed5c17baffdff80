import { describe, expect, test } from "vitest";
import { RftError, StateError } from "#errors.js";
import { cancelJob, pauseJob, resumeJob } from "#service/change-state.js";
import { fakeApi } from "#test/support/fake-api.js";

function apiAt(status: string) {
  const asked: string[] = [];
  const api = fakeApi({
    getJob: async (id) => ({ id, status }),
    pauseJob: async (id) => {
      asked.push("pause");
      return { id, status: "pausing" };
    },
    resumeJob: async (id) => {
      asked.push("resume");
      return { id, status: "resuming" };
    },
    cancelJob: async (id) => {
      asked.push("cancel");
      return { id, status: "cancelled" };
    },
  });
  return { api, asked };
}

test("an interruption while the service is asked leaves open whether it does it", async () => {
  const stopped = new RftError("interrupted", "interrupted");
  const api = fakeApi({
    getJob: async (id) => ({ id, status: "running" }),
    cancelJob: async () => {
      throw stopped;
    },
  });
  await expect(cancelJob(api, "ftjob-1")).rejects.toMatchObject({
    code: "interrupted",
    message: "interrupted while asking to cancel ftjob-1: the service may do it; rft show ftjob-1 tells",
  });
  const unasked = fakeApi({
    getJob: async () => {
      throw stopped;
    },
  });
  await expect(cancelJob(unasked, "ftjob-1")).rejects.toBe(stopped);
});

describe("pause and resume by the job's status", () => {
  const table: [change: typeof pauseJob, from: string, to: string | StateError, asked: string[]][] = [
    [pauseJob, "running", "pausing", ["pause"]],
    [pauseJob, "pausing", "pausing", []],
    [pauseJob, "paused", "paused", []],
    [resumeJob, "paused", "resuming", ["resume"]],
    [resumeJob, "resuming", "resuming", []],
    [resumeJob, "running", "running", []],
    [cancelJob, "pending", "cancelled", ["cancel"]],
    [cancelJob, "running", "cancelled", ["cancel"]],
    [cancelJob, "paused", "cancelled", ["cancel"]],
    [cancelJob, "a status of tomorrow", "cancelled", ["cancel"]],
    [cancelJob, "cancelled", "cancelled", []],
  ];
  test.each(table)("%o from %s -> %s", async (change, from, to, expected) => {
    const { api, asked } = apiAt(from);
    const { job, changed } = await change(api, "ftjob-1");
    expect({ status: job.status, changed, asked }).toEqual({
      status: to,
      changed: expected.length > 0,
      asked: expected,
    });
  });

  const refused: [change: typeof pauseJob, from: string][] = [
    [pauseJob, "pending"],
    [pauseJob, "queued"],
    [pauseJob, "succeeded"],
    [pauseJob, "failed"],
    [pauseJob, "cancelled"],
    [pauseJob, "resuming"],
    [resumeJob, "pending"],
    [resumeJob, "succeeded"],
    [resumeJob, "pausing"],
    [cancelJob, "succeeded"],
    [cancelJob, "failed"],
  ];
  test.each(refused)("%o from %s is refused without asking the service", async (change, from) => {
    const { api, asked } = apiAt(from);
    const error: unknown = await change(api, "ftjob-1").catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StateError);
    expect(error).toMatchObject({ message: expect.stringContaining(`ftjob-1 is ${from}`) });
    expect(asked).toEqual([]);
  });

  test("a model whose jobs cannot be paused is said so before the service is asked", async () => {
    const api = fakeApi({ getJob: async (id) => ({ id, status: "running", model: "gpt-5-2025-08-07" }) });
    await expect(pauseJob(api, "ftjob-1")).rejects.toThrow("whose jobs cannot be paused");
  });

  test("the service's own no to the state is a no, with its words", async () => {
    const api = fakeApi({
      getJob: async (id) => ({ id, status: "running" }),
      pauseJob: async () => {
        throw new RftError("refused", "no trained step yet", { status: 400, requestId: "id-7" });
      },
    });
    await expect(pauseJob(api, "ftjob-1")).rejects.toMatchObject({
      name: "StateError",
      message: expect.stringContaining("no trained step yet"),
      requestId: "id-7",
    });
  });

  test("a fault of the service stays one", async () => {
    const fault = new RftError("unreachable", "down", { status: 500 });
    const api = fakeApi({
      getJob: async (id) => ({ id, status: "running" }),
      pauseJob: async () => {
        throw fault;
      },
    });
    await expect(pauseJob(api, "ftjob-1")).rejects.toBe(fault);
  });

  test("a pause that had its effect although the answer was lost counts as done", async () => {
    const statuses = ["running", "pausing"];
    const api = fakeApi({
      getJob: async (id) => ({ id, status: statuses.shift() ?? "pausing" }),
      pauseJob: async () => {
        throw new RftError("refused", "the job is pausing", { status: 409 });
      },
    });
    expect(await pauseJob(api, "ftjob-1")).toEqual({
      job: { id: "ftjob-1", status: "pausing" },
      changed: true,
    });
  });
});
