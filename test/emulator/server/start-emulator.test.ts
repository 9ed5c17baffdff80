import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { startEmulator } from "#emulator/server/start-emulator.js";
import { testEmulator } from "#test/support/test-emulator.js";

async function emptyDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "rft-emulator-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

test("listens on the loopback address, on a free port, until it is closed", async () => {
  const { url, close } = await startEmulator({ dataDir: join(await emptyDir(), "new", "dir") });
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
  const files = () => fetch(`${url}/openai/v1/files`, { headers: { "api-key": "emulator" } });
  expect((await files()).status).toBe(200);
  await Promise.all([close(), close()]);
  await expect(files()).rejects.toThrow("fetch failed");
});

test("without a data dir it takes a folder of its own, and removes it at the end", async () => {
  const temporary = await emptyDir();
  vi.stubEnv("TMPDIR", temporary);
  onTestFinished(() => void vi.unstubAllEnvs());
  const { url, close } = await startEmulator();
  expect((await fetch(`${url}/openai/v1/files`, { headers: { "api-key": "emulator" } })).status).toBe(200);
  expect(await readdir(temporary)).toHaveLength(1);
  await expect(startEmulator({ port: Number(new URL(url).port) })).rejects.toThrow("is taken");
  await Promise.all([close(), close()]);
  expect(await readdir(temporary)).toEqual([]);
});

test("a port that is taken is named", async () => {
  const emulator = await testEmulator();
  const port = Number(new URL(emulator.url).port);
  await expect(startEmulator({ dataDir: await emptyDir(), port })).rejects.toMatchObject({
    code: "configuration",
    message: expect.stringContaining(String(port)),
  });
});

test("a data dir that is served by another emulator is refused, one whose emulator has died is not", async () => {
  const dataDir = await emptyDir();
  const first = await startEmulator({ dataDir });
  await expect(startEmulator({ dataDir })).rejects.toMatchObject({
    code: "configuration",
    message: expect.stringContaining(`${first.url} already`),
  });
  const { port } = new URL(first.url);
  await first.close();
  // What a killed emulator leaves behind.
  await writeFile(join(dataDir, "port"), port);
  await (await startEmulator({ dataDir })).close();
});

test("a data dir that cannot be one is an input error", async () => {
  const file = join(await emptyDir(), "file");
  await writeFile(file, "");
  await expect(startEmulator({ dataDir: file })).rejects.toMatchObject({ name: "RftError", code: "input" });
});

test("a data dir that cannot be written is an input error, and the port is free again", async () => {
  const dataDir = await emptyDir();
  await mkdir(join(dataDir, "port"));
  const first = await startEmulator({ dataDir: await emptyDir() });
  const port = Number(new URL(first.url).port);
  await first.close();
  await expect(startEmulator({ dataDir, port })).rejects.toMatchObject({
    code: "input",
    message: expect.stringContaining("port: cannot be written: is a folder"),
  });
  await (await startEmulator({ dataDir: await emptyDir(), port })).close();
});

test.each(["", "{", '{"version":2}', "[]"])("a data dir with %j as its state is refused", async (text) => {
  const dataDir = await emptyDir();
  await writeFile(join(dataDir, "state.json"), text);
  await expect(startEmulator({ dataDir })).rejects.toMatchObject({
    code: "input",
    message: expect.stringContaining(join(dataDir, "state.json")),
  });
});

test("real time goes on at the speed asked for", async () => {
  let real = 5000;
  const dataDir = await emptyDir();
  const { url, close } = await startEmulator({ dataDir, speed: 600, now: () => real, startTime: 1000 });
  onTestFinished(close);
  real += 2000;
  const form = new FormData();
  form.set("purpose", "fine-tune");
  form.set("file", new Blob(["{}"]), "a.jsonl");
  const headers = { authorization: "Bearer token" };
  const response = await fetch(`${url}/openai/v1/files`, { method: "POST", body: form, headers });
  expect(await response.json()).toMatchObject({ created_at: 2200 });
});
