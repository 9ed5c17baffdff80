import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { receiveUpload } from "#emulator/api/receive-upload.js";
import type { ServiceFile } from "#service/api.js";
import { type List, testEmulator } from "#test/support/test-emulator.js";

describe("files", () => {
  test("an upload is pending, then processed, and keeps its bytes", async () => {
    const emulator = await testEmulator();
    const text = '{"a":"ä€🙂"}\r\n\u2028 no newline at the end';
    const { status, headers, body } = await emulator.upload(text, "my rows.jsonl");
    expect(status).toBe(201);
    expect(body).toEqual({
      status: "pending",
      bytes: Buffer.byteLength(text),
      purpose: "fine-tune",
      filename: "my rows.jsonl",
      id: expect.stringMatching(/^file-[0-9a-f]{32}$/),
      created_at: 1_700_000_000,
      object: "file",
    });
    expect(headers.get("location")).toContain(`/openai/files/${body.id}?api-version=`);
    emulator.pass(4.9);
    expect((await emulator.get<ServiceFile>(`/files/${body.id}`)).body.status).toBe("pending");
    emulator.pass(0.1);
    expect((await emulator.get<ServiceFile>(`/files/${body.id}`)).body.status).toBe("processed");
    const content = await emulator.get(`/files/${body.id}/content`);
    expect(content.headers.get("content-type")).toBe("application/octet-stream");
    expect(content.text).toBe(text);
  });

  test("lists the newest first, in pages, by purpose", async () => {
    const emulator = await testEmulator();
    for (const name of ["a", "b", "c"]) await emulator.upload(name, name);
    const names = ({ data }: List<ServiceFile>) => data.map(({ filename }) => filename);
    const first = (await emulator.get<List<ServiceFile>>("/files?limit=2")).body;
    expect([names(first), first.has_more]).toEqual([["c", "b"], true]);
    const next = (await emulator.get<List<ServiceFile>>(`/files?limit=2&after=${first.data[1]?.id}`)).body;
    expect([names(next), next.has_more]).toEqual([["a"], false]);
    const none = (await emulator.get<List<ServiceFile>>("/files?purpose=evals")).body;
    expect(none.data).toEqual([]);
    const lost = (await emulator.get<List<ServiceFile>>("/files?after=file-none")).body;
    expect([lost.data, lost.has_more]).toEqual([[], false]);
  });

  test("a second delete says that nothing was deleted", async () => {
    const emulator = await testEmulator();
    const { id } = (await emulator.upload("x")).body;
    const path = `/openai/v1/files/${id}`;
    expect((await emulator.send("DELETE", path)).body).toEqual({ object: "file", deleted: true, id });
    const again = await emulator.send("DELETE", path);
    expect([again.status, again.body]).toEqual([200, { object: "file", deleted: false, id }]);
    expect((await emulator.get(`/files/${id}`)).status).toBe(404);
  });

  test("an id that was never given out reaches no file", async () => {
    const emulator = await testEmulator();
    await writeFile(join(emulator.options.dataDir, "precious.txt"), "x");
    const path = encodeURIComponent("../precious.txt");
    expect((await emulator.get(`/files/${path}/content`)).status).toBe(404);
    expect((await emulator.send("DELETE", `/openai/v1/files/${path}`)).body["deleted"]).toBe(false);
    expect(await readdir(emulator.options.dataDir)).toContain("precious.txt");
  });
});

describe("uploads that are refused leave nothing behind", () => {
  const part = (disposition: string, value: string) =>
    `--b\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${value}\r\n`;
  const file = part('name="file"; filename="a.jsonl"', "0123456789");
  const purpose = part('name="purpose"', "fine-tune");
  const form = { "content-type": "multipart/form-data; boundary=b" };

  test.each([
    {
      name: "no multipart",
      headers: { "content-type": "application/json" },
      body: "{}",
      says: "application/json",
    },
    { name: "no boundary", headers: { "content-type": "multipart/form-data" }, body: file, says: "oundary" },
    { name: "no file", headers: form, body: `${purpose}--b--\r\n`, says: "there is none" },
    { name: "cut off", headers: form, body: `${purpose}${file.slice(0, -6)}`, says: "file" },
    { name: "no purpose", headers: form, body: `${file}--b--\r\n`, says: "purpose" },
    {
      name: "other purpose",
      headers: form,
      body: `${file}${part('name="purpose"', "evals")}--b--\r\n`,
      says: "'evals'",
    },
  ])("$name", async ({ headers, body, says }) => {
    const emulator = await testEmulator();
    const answer = await emulator.send("POST", "/openai/v1/files", {
      headers: { ...headers, "api-key": "emulator" },
      body,
    });
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining(says)]);
    expect(await readdir(join(emulator.options.dataDir, "files"))).toEqual([]);
    expect((await emulator.get<List<ServiceFile>>("/files")).body.data).toEqual([]);
  });

  const asRequest = (chunks: Iterable<Buffer>) => Object.assign(Readable.from(chunks), { headers: form });

  test("a file over the limit, whatever stands around it", async () => {
    const emulator = await testEmulator();
    const path = join(emulator.options.dataDir, "upload");
    const whole = Buffer.from(`${file}${purpose}--b--\r\n`);
    const exact = await receiveUpload(asRequest([whole]), { path, maxBytes: 11 });
    expect(exact).toMatchObject({ bytes: 10, filename: "a.jsonl", purpose: "fine-tune" });
    await expect(receiveUpload(asRequest([whole]), { path, maxBytes: 9 })).rejects.toThrow(
      "maximum allowed size",
    );
    expect(await readdir(emulator.options.dataDir)).not.toContain("upload");
  });

  test("a client that goes away in the middle of the file", async () => {
    const emulator = await testEmulator();
    const path = join(emulator.options.dataDir, "upload");
    function* broken(): Generator<Buffer> {
      yield Buffer.from(file.slice(0, -6));
      throw new Error("socket hang up");
    }
    await expect(receiveUpload(asRequest(broken()), { path, maxBytes: 99 })).rejects.toThrow(
      "socket hang up",
    );
    expect(await readdir(emulator.options.dataDir)).not.toContain("upload");
  });
});
