import { describe, expect, test } from "vitest";
import type { CreateJobRequest, ServiceFile } from "../../src/job/api.js";
import type { Plan } from "../../src/job/plan.js";
import type { JobSpec } from "../../src/job/spec.js";
import { submitJob } from "../../src/job/submit.js";
import { fakeApi } from "./fake-api.js";

const request: CreateJobRequest = {
  model: "m",
  training_file: "<train.jsonl>",
  validation_file: "<valid.jsonl>",
  method: { type: "reinforcement", reinforcement: {} },
};
const plan: Plan = { model: "m", files: [], spendingPause: 5000, request };
const file = (path: string) => ({
  kind: "path" as const,
  path: `data/${path}`,
  absolutePath: `/data/${path}`,
});
const spec = {
  training: file("train.jsonl"),
  validation: { kind: "id", id: "file-valid" },
  grader: {},
  file: {},
} as unknown as JobSpec;

/** A service that processes a file through the given statuses. */
async function submit(statuses: Partial<ServiceFile>[], fileTimeout = 60_000) {
  const calls: string[] = [];
  let slept = 0;
  const next = () => ({ id: "file-train", ...statuses.shift() });
  const api = fakeApi({
    uploadFile: async (path, filename) => {
      calls.push(`upload ${path} as ${filename}`);
      return next();
    },
    getFile: async (id) => {
      calls.push(`look at ${id}`);
      return next();
    },
    createJob: async (body) => {
      calls.push(`create with ${body.training_file} and ${body.validation_file}`);
      return { id: "ftjob-1", status: "pending" };
    },
  });
  const options = {
    sleep: async (milliseconds: number) => void (slept += milliseconds),
    progress: async () => {},
    fileTimeout,
  };
  const result = await submitJob(api, spec, plan, options).catch((error: unknown) => error);
  return { result, calls, slept };
}

describe("submitJob", () => {
  test("uploads, waits until processed, then creates once", async () => {
    const { result, calls, slept } = await submit([
      { status: "pending" },
      { status: "running" },
      { status: "processed" },
    ]);
    expect(calls).toEqual([
      "upload /data/train.jsonl as train.jsonl",
      "look at file-train",
      "look at file-train",
      "create with file-train and file-valid",
    ]);
    expect(slept).toBe(250 + 500);
    expect(result).toEqual({
      job: { id: "ftjob-1", status: "pending" },
      files: [
        { path: "data/train.jsonl", id: "file-train", reused: false },
        { path: "file-valid", id: "file-valid", reused: true },
      ],
    });
  });

  test("a file in error shows the service's words, and nothing is created", async () => {
    const { result, calls } = await submit([{ status: "error", status_details: "bad line 7" }]);
    expect(result).toMatchObject({ code: "refused", message: expect.stringContaining("bad line 7") });
    expect(calls).toHaveLength(1);
  });

  test("a file that is never processed ends in a time-out, and nothing is created", async () => {
    const forever = Array.from({ length: 100 }, () => ({ status: "pending" }));
    const { result, calls, slept } = await submit(forever, 30_000);
    expect(result).toMatchObject({ code: "timeout", message: expect.stringContaining("still pending") });
    expect(calls.some((call) => call.startsWith("create"))).toBe(false);
    expect(slept).toBeGreaterThanOrEqual(30_000);
    expect(slept).toBeLessThan(40_000);
  });
});
