import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Job } from "#service/api.js";
import { type JsonObject, type JsonValue, isJsonObject } from "#json/json-value.js";
import {
  type Answer,
  type TestEmulator,
  exactGrader,
  sums,
  testEmulator,
} from "#test/support/test-emulator.js";

const folder = "../shared/data/recordings";
const version = "?api-version=2025-11-15-preview";
const jobs = `/api/projects/p/openai/fine_tuning/jobs`;

interface Exchange {
  RequestMethod: string;
  RequestUri: string;
  RequestBody: JsonObject;
  StatusCode: number;
  ResponseHeaders: Record<string, string>;
  ResponseBody: JsonObject;
}

function read(name: string): Record<string, JsonObject> & { Entries: Exchange[] } {
  return JSON.parse(readFileSync(join(folder, name), "utf8"));
}

/** Keys in their order and the kinds of values; of a list, its first entry's. */
function shapeOf(value: JsonValue | undefined): unknown {
  if (Array.isArray(value)) return [shapeOf(value[0])];
  if (isJsonObject(value)) return Object.entries(value).map(([key, part]) => [key, shapeOf(part)]);
  return value === null ? "null" : typeof value;
}

function text(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}

/** An object without some keys: those that belong to another method than RFT. */
function without(value: JsonObject, ...keys: string[]): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}

/** What has to be the same of an answer: its status, the job's or file's status, and the shape of the rest. */
function summaryOf(status: number, body: JsonObject, otherMethod: string[]) {
  return { status, state: body["status"], shape: shapeOf(without(body, ...otherMethod)) };
}

/** Compares an answer with a recorded one; the keys of another method are left out of both. */
function expectSame(answer: Answer, { StatusCode, ResponseBody }: Exchange, ...otherMethod: string[]): void {
  const recorded = summaryOf(StatusCode, ResponseBody, otherMethod);
  expect(summaryOf(answer.status, answer.body, otherMethod)).toEqual(recorded);
}

/** Sends a recorded request to create a job, with files that exist here. */
async function create(
  emulator: TestEmulator,
  body: JsonObject,
): Promise<Answer<JsonObject & { id: string }>> {
  const files = await emulator.uploadBoth({ train: sums(12), valid: sums(3, 100) });
  return emulator.send("POST", `${jobs}${version}`, { body: JSON.stringify({ ...body, ...files }) });
}

const rft = {
  type: "reinforcement",
  reinforcement: { grader: exactGrader, hyperparameters: { batch_size: 4 } },
};

/** Seconds until the first of three steps is done, and until all is over. */
const [afterFirstStep, afterAll] = [600, 10_000];

describe.skipIf(!existsSync(folder))(
  "replays the recorded exchanges (skipped where ../shared/data is absent)",
  () => {
    test("01: an RFT job is created, cancelled, and its file deleted", async () => {
      const [created, cancelled, deleted] = read("01_rft_create_cancel_get_v2025-11-15-preview.json").Entries;
      const emulator = await testEmulator();
      const job = await create(emulator, created!.RequestBody);
      expectSame(job, created!);
      expect(job.body["method"]).toEqual(created!.ResponseBody["method"]);
      expect(job.body["trainingType"]).toBe(created!.ResponseBody["trainingType"]);
      const headers = created!.ResponseHeaders;
      expect(Object.keys(headers).filter((name) => !job.headers.has(name))).toEqual([]);
      expect(job.headers.get("content-type")).toBe(headers["Content-Type"]);
      expectSame(await emulator.send("POST", `${jobs}/${job.body.id}/cancel${version}`), cancelled!);
      const gone = await emulator.send(
        "DELETE",
        `/api/projects/p/openai/files/${text(job.body["training_file"])}${version}`,
      );
      expectSame(gone, deleted!);
      expect(gone.body["deleted"]).toBe(true);
    });

    test("02: a running job with results is paused (recorded for DPO, here RFT)", async () => {
      const [running, pausing] = read("02_pause_v1_project.json").Entries;
      const emulator = await testEmulator();
      const { id } = (await create(emulator, { model: "o4-mini", seed: 1, method: rft })).body;
      expect(id).toMatch(/^ftjob-[0-9a-f]{32}$/);
      emulator.pass(afterFirstStep);
      const path = `/api/projects/p/openai/v1/fine_tuning/jobs/${id}`;
      // The eval stands in RFT jobs only.
      expectSame(await emulator.send("GET", path), running!, "method", "eval");
      expectSame(await emulator.send("POST", `${path}/pause`), pausing!, "method", "eval");
    });

    test("03: paused with what was auto resolved, and resumed (recorded for SFT, here RFT)", async () => {
      const [running, pausing, paused, resuming] = read(
        "03_pause_and_resume_v2025-11-15-preview.json",
      ).Entries;
      const emulator = await testEmulator();
      const { id } = (await create(emulator, { model: "o4-mini", seed: 1, method: rft })).body;
      const ofRft = ["method", "hyperparameters", "validation_file", "eval"];
      const send = (method: string, verb: string) => emulator.send(method, `${jobs}/${id}${verb}${version}`);
      const parameters = (answer: Answer) =>
        (answer.body as unknown as { method: typeof rft }).method.reinforcement.hyperparameters;
      emulator.pass(100);
      const first = await send("GET", "");
      expectSame(first, running!, ...ofRft);
      expect(parameters(first)).toMatchObject({ n_epochs: -1, batch_size: 4 });
      emulator.pass(afterFirstStep);
      // Recorded before a result file; here a step is done by now, and the file with it.
      expectSame(await send("POST", "/pause"), pausing!, ...ofRft, "result_files");
      emulator.pass(60);
      const rested = await send("GET", "");
      expectSame(rested, paused!, ...ofRft);
      expect(parameters(rested)).toMatchObject({ n_epochs: 5, batch_size: 4, eval_interval: 3 });
      expectSame(await send("POST", "/resume"), resuming!, ...ofRft);
    });

    test("04: a succeeded RFT job (its deployment through ARM is not the emulator's)", async () => {
      const [succeeded] = read("04_rft_succeeded_job_and_arm_deploy.json").Entries;
      const { trainingType, method } = succeeded!.ResponseBody;
      const emulator = await testEmulator();
      const { id } = (
        await create(emulator, { model: "o4-mini", trainingType: trainingType!, method: method! })
      ).body;
      emulator.pass(afterAll);
      const job = await emulator.send("GET", `${jobs}/${id}${version}`);
      expectSame(job, succeeded!);
      expect(job.body["method"]).toEqual(method);
      expect(job.body["fine_tuned_model"]).toMatch(/^o4-mini-2025-04-16\.ft-[0-9a-f]{32}$/);
    });

    test("05: checkpoints and events, newest first", async () => {
      const recorded = read("05_checkpoints_events_errors.json");
      const emulator = await testEmulator();
      const { id } = (await create(emulator, { model: "o4-mini", seed: 1, method: rft })).body;
      emulator.pass(afterAll);
      const open = (list: JsonObject, part: string) => ({
        ...list,
        data: (list["data"] as JsonObject[]).map((one) => (one[part] ? { ...one, [part]: {} } : one)),
      });
      const checkpoints = (await emulator.get(`/fine_tuning/jobs/${id}/checkpoints`)).body;
      // Which metrics an RFT checkpoint has is not recorded.
      expect(shapeOf(open(checkpoints, "metrics"))).toEqual(
        shapeOf(open(recorded["checkpoints"]!, "metrics")),
      );
      const models = (checkpoints["data"] as Job[]).map((one) => String(one["fine_tuned_model_checkpoint"]));
      expect(models[0]).not.toContain(":ckpt-step-");
      expect(models.slice(1).every((name) => name.startsWith(`${models[0]}:ckpt-step-`))).toBe(true);

      const events = open((await emulator.get(`/fine_tuning/jobs/${id}/events`)).body, "data");
      const page = open(recorded["events_page_1"]!, "data");
      const entry = (list: { data: JsonObject[] }, type: string) =>
        list.data.find((one) => one["type"] === type);
      expect(Object.keys(events)).toEqual(Object.keys(without(page, "request")));
      for (const type of ["message", "metrics"]) {
        expect(shapeOf(entry(events, type))).toEqual(shapeOf(entry(page, type)));
      }
      const said = (list: { data: JsonObject[] }) =>
        list.data.flatMap(
          ({ message }) =>
            /^(Job succeeded|Postprocessing|Completed results file|Training hours)/.exec(
              text(message),
            )?.[0] ?? [],
        );
      expect(said(events)).toEqual(said(page));
    });

    test("05: errors", async () => {
      const errors = read("05_checkpoints_events_errors.json")["errors"] as unknown as {
        status: number;
        body: JsonObject;
      }[];
      const emulator = await testEmulator();
      const { id } = (await emulator.upload("{}")).body;
      await emulator.send("DELETE", `/openai/v1/files/${id}`);
      const answers = [
        await emulator.send("GET", `/openai/fine_tuning/jobs/does-not-exist${version}`),
        await emulator.send("DELETE", `/openai/fine_tuning/jobs/does-not-exist${version}`),
        await emulator.send("GET", "/fine_tuning/jobs/ftjob-1"),
        await emulator.send("DELETE", `/openai/files/${id}${version}`),
      ];
      expect(answers.map(({ status, body }) => ({ status, body: body ?? null }))).toEqual(
        errors.map(({ status, body }) => ({
          status,
          body: body?.["id"] === undefined ? body : { ...body, id },
        })),
      );
    });

    test("06: an upload, processed later, and a job that deploys itself (recorded for SFT, here RFT)", async () => {
      const [uploaded, processed, created] = read("06_file_upload_and_autodeploy_create.json").Entries;
      const emulator = await testEmulator();
      const file = (await emulator.upload("{}")) as unknown as Answer;
      expectSame(file, uploaded!);
      const place = (location: string | null) =>
        location?.replace(/^.*?\/openai/, "").replace(/-[0-9a-f]{32}/, "-ID");
      expect(place(file.headers.get("location"))).toBe(place(uploaded!.ResponseHeaders["Location"]!));
      emulator.pass(5);
      expectSame(await emulator.get(`/files/${text(file.body["id"])}`), processed!);
      const { inference_configs, trainingType } = created!.RequestBody;
      const job = await create(emulator, {
        model: "o4-mini",
        method: rft,
        trainingType: trainingType!,
        inference_configs: inference_configs!,
      });
      expectSame(job, created!, "method", "hyperparameters");
      expect(job.body["inference_configs"]).toEqual(created!.ResponseBody["inference_configs"]);
      expect(place(job.headers.get("location"))).toBe(place(created!.ResponseHeaders["Location"]!));
    });
  },
);
