import { expect, describe, test } from "vitest";
import { createFaultPlan } from "#emulator/faults/fault-plan.js";
import type { Fault, FaultRule, Sleep } from "#emulator/faults/fault-rule.js";
import { parseFaultHeader, parseFaultRules } from "#emulator/faults/parse-faults.js";
import type { ServiceFile } from "#service/api.js";
import type { JsonObject } from "#json/json-value.js";
import { type List, type TestEmulator, testEmulator } from "#test/support/test-emulator.js";

/** Which of so many requests of one kind are struck, from 1. */
function struck(rule: Omit<FaultRule, "fault">, requests: number, secondsApart = 0): number[] {
  let now = 0;
  const plan = createFaultPlan(parseFaultRules([{ ...rule, fault: 503 }]), () => now);
  return Array.from({ length: requests }, (_, index) => {
    const fault = plan.strike("GET", "/openai/v1/files");
    now += secondsApart * 1000;
    return fault ? [index + 1] : [];
  }).flat();
}

describe("which requests a rule strikes", () => {
  const schedules: [rule: Omit<FaultRule, "fault">, struck: number[]][] = [
    [{}, [1, 2, 3, 4, 5, 6]],
    [{ nth: 2 }, [2]],
    [{ nth: [1, 4] }, [1, 4]],
    [{ after: 4 }, [5, 6]],
    [{ every: 3 }, [3, 6]],
    [{ times: 2 }, [1, 2]],
    [{ after: 1, every: 2, times: 2 }, [3, 5]],
  ];
  test.each(schedules)("%j", (rule, expected) => {
    expect(struck(rule, 6)).toEqual(expected);
  });

  test("seconds count from the first strike", () => {
    expect(struck({ after: 1, seconds: 20 }, 6, 10)).toEqual([2, 3]);
  });

  const patterns: [request: string | undefined, method: string, path: string, matches: boolean][] = [
    [undefined, "GET", "/openai/files", true],
    ["POST /fine_tuning/jobs", "POST", "/openai/v1/fine_tuning/jobs", true],
    ["POST /fine_tuning/jobs", "POST", "/openai/fine_tuning/jobs", true],
    ["POST /fine_tuning/jobs", "POST", "/api/projects/p/openai/v1/fine_tuning/jobs", true],
    ["POST /fine_tuning/jobs", "GET", "/openai/v1/fine_tuning/jobs", false],
    ["POST /fine_tuning/jobs", "POST", "/openai/v1/fine_tuning/jobs/ftjob-1/pause", false],
    ["/fine_tuning/jobs/*", "GET", "/openai/v1/fine_tuning/jobs/ftjob-1", true],
    ["/fine_tuning/jobs/*", "GET", "/openai/v1/fine_tuning/jobs/ftjob-1/events", false],
    ["/fine_tuning/jobs/*/events", "GET", "/openai/v1/fine_tuning/jobs/ftjob-1/events", true],
    ["/files/**", "GET", "/openai/v1/files/file-1/content", true],
    ["/files.1", "GET", "/openai/v1/files21", false],
  ];
  test.each(patterns)("%s strikes %s %s: %s", (request, method, path, matches) => {
    const plan = createFaultPlan(parseFaultRules([{ request, fault: "reset" }]), () => 0);
    expect(plan.strike(method, path) !== undefined).toBe(matches);
  });

  test("rules are asked in turn: what one strikes, those behind it do not count", () => {
    const rules = parseFaultRules([
      { fault: 429, times: 1 },
      { fault: 500, nth: 1 },
    ]);
    const plan = createFaultPlan(rules, () => 0);
    const kinds = [1, 2, 3].map(() => plan.strike("GET", "/openai/files"));
    expect(kinds).toEqual([{ kind: "status", status: 429 }, { kind: "status", status: 500 }, undefined]);
  });
});

describe("how a fault may be written", () => {
  const forms: [text: string, fault: Fault | undefined][] = [
    ["503", { kind: "status", status: 503 }],
    ["effect-then-500", { kind: "effect-then-status", status: 500 }],
    ["reset", { kind: "reset" }],
    ["silence", { kind: "silence", seconds: 3600 }],
    ['{"kind":"html","status":502}', { kind: "html", status: 502 }],
    ["200", undefined],
    ["crash", undefined],
    ["{", undefined],
    ['{"kind":"reset","twice":true}', undefined],
  ];
  test.each(forms)("%s", (text, fault) => {
    expect(parseFaultHeader(text)).toEqual(fault);
  });

  test("a rule that is none is refused with what it might have been", () => {
    expect(() => parseFaultRules([{ fault: "rest" as "reset" }])).toThrow(
      /faults\.0\.fault: one of latency.*reset/,
    );
  });
});

const asking = (fault: object | string) => ({
  "api-key": "emulator",
  "x-rft-fault": typeof fault === "string" ? fault : JSON.stringify(fault),
});

function upload(emulator: TestEmulator, fault: object | string) {
  const body = new FormData();
  body.set("purpose", "fine-tune");
  body.set("file", new Blob(["{}"]), "a.jsonl");
  return emulator.send<ServiceFile>("POST", "/openai/v1/files", { body, headers: asking(fault) });
}

async function fileCount(emulator: TestEmulator): Promise<number> {
  return (await emulator.get<List<ServiceFile>>("/files")).body.data.length;
}

const list = (emulator: TestEmulator, fault: object | string) =>
  emulator.send<List<ServiceFile>>("GET", "/openai/v1/files", { headers: asking(fault) });

describe("what a fault does, and whether the request had its effect", () => {
  const answers: [fault: object | string, status: number, effect: number, body: object][] = [
    ["503", 503, 0, { error: { code: "503", message: expect.stringContaining("try again later") } }],
    [
      { kind: "status", status: 400, code: "c", message: "m" },
      400,
      0,
      { error: { code: "c", message: "m" } },
    ],
    ["effect-then-500", 500, 1, { error: { code: "500" } }],
    ["expired-token", 401, 0, { error: { code: "401", message: expect.stringContaining("have expired") } }],
  ];
  test.each(answers)("%j: answer", async (fault, status, effect, body) => {
    const emulator = await testEmulator();
    const answer = await upload(emulator, fault);
    expect(answer).toMatchObject({ status, body });
    expect(answer.headers.get("apim-request-id")).toMatch(/-/);
    expect(await fileCount(emulator)).toBe(effect);
  });

  test.each([
    ["reset", 0, "fetch failed"],
    ["effect-then-reset", 1, "fetch failed"],
    ["half-body", 1, "terminated"],
  ])("%s: the connection ends", async (fault, effect, ending) => {
    const emulator = await testEmulator();
    await expect(upload(emulator, fault)).rejects.toThrow(ending);
    expect(await fileCount(emulator)).toBe(effect);
  });

  test("429 says when to come again", async () => {
    const emulator = await testEmulator();
    const fault = { kind: "status", status: 429, retry_after: 2, retry_after_ms: 1500 };
    const { headers } = await list(emulator, fault);
    expect([headers.get("retry-after"), headers.get("retry-after-ms")]).toEqual(["2", "1500"]);
  });

  test("html and content-type", async () => {
    const emulator = await testEmulator();
    const html = await list(emulator, { kind: "html", status: 502 });
    expect([html.status, html.headers.get("content-type")]).toEqual([502, "text/html"]);
    expect(html.text).toContain("<!DOCTYPE html>");
    const plain = await list(emulator, "content-type");
    expect([plain.status, plain.headers.get("content-type")]).toEqual([200, "text/plain"]);
    expect(JSON.parse(plain.text)).toMatchObject({ object: "list" } satisfies JsonObject);
  });

  test("lists: duplicated and reordered", async () => {
    const emulator = await testEmulator();
    await emulator.uploadBoth();
    await emulator.upload("{}", "third.jsonl");
    const names = async (fault: string) =>
      (await list(emulator, fault)).body.data.map(({ filename }) => filename);
    expect(await names("duplicate")).toEqual(
      ["third", "third", "valid", "valid", "train", "train"].map((name) => `${name}.jsonl`),
    );
    expect(await names("reorder")).toEqual(["valid.jsonl", "third.jsonl", "train.jsonl"]);
  });
});

describe("waiting, on a clock that is handed in", () => {
  function heldBack() {
    const waits: number[] = [];
    let goOn = () => {};
    const sleep: Sleep = (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        waits.push(milliseconds);
        goOn = resolve;
        signal.addEventListener("abort", () => reject(new Error("gone")));
      });
    return { waits, sleep, goOn: () => goOn() };
  }

  test("an hour of silence comes after the effect, and ends with the answer", async () => {
    const { waits, sleep, goOn } = heldBack();
    const emulator = await testEmulator({ sleep });
    const answer = upload(emulator, "silence");
    while ((await fileCount(emulator)) === 0 || waits.length === 0);
    expect(waits).toEqual([3_600_000]);
    goOn();
    expect((await answer).status).toBe(201);
  });

  test("latency comes before the effect; who hangs up has done nothing", async () => {
    const { waits, sleep } = heldBack();
    const emulator = await testEmulator({ sleep });
    const controller = new AbortController();
    const headers = asking({ kind: "latency", seconds: 5 });
    const answer = emulator.send("DELETE", "/openai/v1/files/file-1", { headers, signal: controller.signal });
    while (waits.length === 0) await fileCount(emulator);
    expect(waits).toEqual([5000]);
    controller.abort();
    await expect(answer).rejects.toThrow(/abort/);
  });
});

test("rules are given at the start; the service is whole again once they have struck", async () => {
  const emulator = await testEmulator({ faults: [{ request: "GET /files", fault: 500, times: 2 }] });
  const statuses = [];
  for (let look = 0; look < 3; look++) statuses.push((await emulator.get("/files")).status);
  expect(statuses).toEqual([500, 500, 200]);
});
