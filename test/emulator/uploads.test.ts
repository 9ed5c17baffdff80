import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { connect } from "../../src/azure/connect.js";
import { sendInParts } from "../../src/job/submit/send-in-parts.js";
import { newestRules } from "../../src/rules/select-rules.js";
import { FakeService } from "../job/submit/fake-service.js";
import { sums, testEmulator } from "./test-emulator.js";

const rules = {
  ...newestRules,
  uploads: { ...newestRules.uploads, value: { partBytes: 1000, seconds: 7200 } },
};

test("a file in parts, broken off and taken up again, is one file with the same content", async () => {
  const emulator = await testEmulator();
  const service = new FakeService();
  const path = join(service.folder, "train.jsonl");
  const text = sums(40);
  writeFileSync(path, text);
  const sha256 = createHash("sha256").update(text).digest("hex");
  const file = { path, filename: "train-1.jsonl", bytes: Buffer.byteLength(text), sha256 };
  const { uploads, endpoint } = connect({
    endpoint: emulator.url,
    apiKey: "emulator",
    apiVersion: "2025-04-01-preview",
  });
  if (!uploads) throw new Error("the dated path takes parts");
  const options = {
    ledger: service.ledger(),
    rules,
    now: () => new Date(0),
    sleep: async () => {},
    progress: async () => {},
    fileTimeout: 0,
    again: false,
  };
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
  const send = () => sendInParts({ uploads: counting, endpoint }, file, options, () => {});
  await expect(send()).rejects.toThrow("killed");
  const { id } = await send();
  expect(sent).toBe(Math.ceil(file.bytes / 500));
  expect(sent).toBeGreaterThan(4);
  expect((await emulator.get(`/files/${id}/content`)).text).toBe(text);
  expect((await emulator.send("POST", "/openai/v1/uploads", { body: "{}" })).status).toBe(404);
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
