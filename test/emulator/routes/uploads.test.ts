import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { connect } from "#azure/connect.js";
import type { FaultRule } from "#emulator/faults/fault-rule.js";
import type { ServiceFile } from "#service/api.js";
import { contentName } from "#job/submit/content-name.js";
import { findByName } from "#job/submit/find-content.js";
import { sendInParts } from "#job/submit/send-in-parts.js";
import { newestRules } from "#rules/select-rules.js";
import { FakeService } from "#test/support/fake-service.js";
import { type List, sums, testEmulator } from "#test/support/test-emulator.js";

const rules = {
  ...newestRules,
  uploads: { ...newestRules.uploads, value: { partBytes: 1000, seconds: 7200 } },
};

/** A file of many parts, and what sends it to an emulator that has these faults. */
async function setUp(faults: FaultRule[] = []) {
  const emulator = await testEmulator({ faults });
  const service = new FakeService();
  const path = join(service.folder, "train.jsonl");
  const text = sums(40);
  writeFileSync(path, text);
  const sha256 = createHash("sha256").update(text).digest("hex");
  const filename = contentName(path, sha256);
  const file = { path, filename, bytes: Buffer.byteLength(text), sha256 };
  const api = connect({ endpoint: emulator.url, apiKey: "emulator", apiVersion: "2025-04-01-preview" });
  const { uploads, endpoint } = api;
  if (!uploads) throw new Error("the dated path takes parts");
  const waits: number[] = [];
  const options = {
    ledger: service.ledger(),
    rules,
    now: () => new Date(0),
    elapsed: () => 0,
    sleep: async (milliseconds: number) => void waits.push(milliseconds),
    progress: async () => {},
    fileTimeout: 0,
    again: false,
  };
  const target = { uploads, endpoint, arrived: () => findByName(api, file) };
  const send = (change: Partial<typeof target> = {}) =>
    sendInParts({ ...target, ...change }, file, options, () => {});
  const content = async (id: string) => (await emulator.get(`/files/${id}/content`)).text;
  return { emulator, file, text, uploads, waits, send, content };
}

test("a file in parts, broken off and taken up again, is one file with the same content", async () => {
  const { emulator, file, text, uploads, send, content } = await setUp();
  let sent = 0;
  let broken = 3;
  const counting: typeof uploads = {
    ...uploads,
    addPart: async (...words) => {
      if (broken-- === 0) throw new Error("killed");
      sent++;
      return uploads.addPart(...words);
    },
  };
  await expect(send({ uploads: counting })).rejects.toThrow("killed");
  const { id } = await send({ uploads: counting });
  expect(sent).toBe(Math.ceil(file.bytes / 500));
  expect(sent).toBeGreaterThan(4);
  expect(await content(id)).toBe(text);
  expect((await emulator.send("POST", "/openai/v1/uploads", { body: "{}" })).status).toBe(404);
});

test("a part that is refused is sent again; a file whose answer was lost is looked for and made once", async () => {
  const { emulator, text, waits, send, content } = await setUp([
    { request: "POST /uploads/*/parts", nth: 2, fault: { kind: "status", status: 429, retry_after: 7 } },
    { request: "POST /uploads/*/complete", nth: 1, fault: "effect-then-reset" },
  ]);
  const { id } = await send();
  expect(waits).toEqual([7000, 2000]);
  expect(await content(id)).toBe(text);
  expect((await emulator.get<List<ServiceFile>>("/files")).body.data.map((one) => one.id)).toEqual([id]);
});

test("an upload that is over takes no parts", async () => {
  const emulator = await testEmulator();
  const { uploads } = connect({
    endpoint: emulator.url,
    apiKey: "emulator",
    apiVersion: "2025-04-01-preview",
  });
  const begun = await uploads?.create({ path: "", filename: "a.jsonl", bytes: 1, sha256: "" });
  emulator.pass(7201);
  await expect(uploads?.addPart(begun?.id ?? "", new Blob(["1"]))).rejects.toMatchObject({
    code: "refused",
  });
});
