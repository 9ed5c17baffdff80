import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createJob } from "#emulator/api/create-job.js";
import { describeJob } from "#emulator/api/describe-job.js";
import { Refused } from "#emulator/state/refusals.js";
import { savedJob } from "#emulator/state/state.js";
import type { FileRecord } from "#emulator/state/state.js";
import type { Present } from "#emulator/simulate/emulated-service.js";
import { type JsonObject, type JsonValue, isJsonObject } from "#json/json-value.js";
import { newestRules } from "#rules/select-rules.js";
import { jobBody } from "#test/support/test-emulator.js";

const file = (id: string): [string, FileRecord] => [
  id,
  { id, filename: `${id}.jsonl`, purpose: "fine-tune", bytes: 2, createdAt: 0, processedAt: 5, sha256: id },
];

const present: Present = {
  state: { counter: 0, files: new Map([file("t"), file("v")]), jobs: new Map() },
  now: 10,
  rules: newestRules,
  newId: (kind) => `${kind}-1`,
};

const good = jobBody({ training_file: "t", validation_file: "v" });

/** The paths of all parts of a value, itself included. */
function pathsOf(value: JsonValue, path: string[] = []): string[][] {
  if (!isJsonObject(value)) return [path];
  return [path, ...Object.entries(value).flatMap(([key, part]) => pathsOf(part, [...path, key]))];
}

function replaced(value: JsonValue, [key, ...rest]: string[], part: JsonValue): JsonValue {
  if (key === undefined) return part;
  const whole: JsonObject = isJsonObject(value) ? value : {};
  return { ...whole, [key]: replaced(whole[key] ?? null, rest, part) };
}

/** The job of a body; undefined where it is refused. Any other error is a fault. */
function attempt(body: JsonValue) {
  try {
    return createJob(body, present);
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

describe("whatever the body of a create is", () => {
  const anything: fc.Arbitrary<JsonValue> = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)));

  test("there is a job that can be saved and described, or a refusal", () => {
    fc.assert(
      fc.property(fc.constantFrom(...pathsOf(good)), anything, (path, part) => {
        const job = attempt(replaced(good, path, part));
        fc.pre(job !== undefined);
        expect(savedJob.parse(JSON.parse(JSON.stringify(job)))).toEqual(job);
        expect(describeJob(job).status).toBe("pending");
      }),
      { numRuns: 300, maxSkipsPerRun: 50 },
    );
  });

  test("the good one is taken", () => {
    expect(createJob(good, present)).toMatchObject({
      status: "pending",
      model: "o4-mini-2025-04-16",
      seed: 7,
    });
  });

  test("tools, episode steps and integrations come back in the job (tools as a dump of a live job shows them)", () => {
    const tools = [{ name: "t", server_url: "https://example.com/t", headers: {} }];
    const integrations = [{ type: "wandb", wandb: { project: "p" } }];
    const withTools = replaced(good, ["method", "reinforcement", "tools"], tools);
    const withSteps = replaced(withTools, ["method", "reinforcement", "max_episode_steps"], 5);
    const described = describeJob(createJob(replaced(withSteps, ["integrations"], integrations), present));
    expect(described).toMatchObject({
      method: { reinforcement: { tools, max_episode_steps: 5 } },
      integrations,
    });
  });

  test("without a seed one is made up from the id", () => {
    const { seed: _unset, ...body } = good;
    const seeds = ["a", "b"].map((id) => createJob(body, { ...present, newId: () => id }).seed);
    expect(new Set([...seeds, 7]).size).toBe(3);
    expect(createJob(body, { ...present, newId: () => "a" }).seed).toBe(seeds[0]);
  });
});
