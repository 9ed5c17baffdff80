import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { createTokenSource } from "#azure/credential.js";

const proxy = { isAsked: false };

// A proxy that takes the way to the sign-in and never answers.
beforeEach(async () => {
  proxy.isAsked = false;
  const sockets = new Set<{ destroy(): void }>();
  const silent = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.once("data", () => (proxy.isAsked = true));
  });
  silent.listen(0, "127.0.0.1");
  await once(silent, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
  const id = "11111111-1111-1111-1111-111111111111";
  vi.stubEnv("HTTPS_PROXY", `http://127.0.0.1:${(silent.address() as AddressInfo).port}`);
  vi.stubEnv("AZURE_TOKEN_CREDENTIALS", "EnvironmentCredential");
  vi.stubEnv("AZURE_TENANT_ID", id);
  vi.stubEnv("AZURE_CLIENT_ID", id);
  vi.stubEnv("AZURE_CLIENT_SECRET", "geheim");
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

const request = {
  scope: "https://cognitiveservices.azure.com/.default",
  authorityHost: "https://login.microsoftonline.com",
};

test("a sign-in that is never answered ends after two minutes", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  let error: unknown;
  void createTokenSource(request)
    .token()
    .catch((thrown: unknown) => (error = thrown));
  while (!proxy.isAsked) await turn();
  await vi.advanceTimersByTimeAsync(119_000);
  await turn();
  expect(error).toBeUndefined();
  await vi.advanceTimersByTimeAsync(1000);
  await vi.waitFor(() => expect(error).toBeDefined());
  expect(error).toMatchObject({
    code: "timeout",
    message: "not signed in: no token in 2 minutes (https://login.microsoftonline.com)",
    hint: expect.stringContaining("HTTPS_PROXY"),
  });
});

test("Ctrl-C ends a sign-in", async () => {
  const controller = new AbortController();
  const token = createTokenSource({ ...request, signal: controller.signal })
    .token()
    .catch((thrown: unknown) => thrown);
  while (!proxy.isAsked) await turn();
  controller.abort();
  expect(await token).toMatchObject({ code: "interrupted" });
});
