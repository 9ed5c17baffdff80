import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createTokenSource } from "#azure/credential.js";
import { createFetch, proxyFor } from "#azure/proxy.js";
import { run } from "#test/support/run-in-memory.js";

const target = "https://r.openai.azure.com/openai/v1";

describe("proxyFor", () => {
  const table: [url: string, environment: Record<string, string>, label: string | undefined][] = [
    [target, {}, undefined],
    [target, { HTTPS_PROXY: "http://p:8080" }, "p:8080"],
    [target, { https_proxy: "http://low:1", HTTPS_PROXY: "http://up:2" }, "low:1"],
    [target, { HTTP_PROXY: "p:3128" }, "p:3128"],
    [target, { HTTPS_PROXY: "http://u:pw@p:1" }, "p:1"],
    [target, { HTTPS_PROXY: "http://p:1", NO_PROXY: "x.com, .azure.com" }, undefined],
    [target, { HTTPS_PROXY: "http://p:1", NO_PROXY: "*.openai.azure.com" }, undefined],
    [target, { HTTPS_PROXY: "http://p:1", NO_PROXY: "r.openai.azure.com:443" }, undefined],
    [target, { HTTPS_PROXY: "http://p:1", NO_PROXY: "r.openai.azure.com:8443" }, "p:1"],
    [target, { HTTPS_PROXY: "http://p:1", NO_PROXY: "ure.com" }, "p:1"],
    // What undici's EnvHttpProxyAgent sends through the proxy: a domain without a dot, and a domain's own name.
    [target, { HTTPS_PROXY: "http://p:1", NO_PROXY: "azure.com" }, undefined],
    [target, { HTTPS_PROXY: "http://p:1", NO_PROXY: "azure.com:443" }, undefined],
    ["https://azure.com", { HTTPS_PROXY: "http://p:1", NO_PROXY: ".azure.com" }, undefined],
    ["https://azure.com", { HTTPS_PROXY: "http://p:1", NO_PROXY: "*.azure.com" }, undefined],
    // What it does not: a name's end without a dot.
    [target, { HTTPS_PROXY: "http://p:1", NO_PROXY: "*ure.com" }, "p:1"],
    // In these the two agree.
    ["https://10.1.2.3", { HTTPS_PROXY: "http://p:1", NO_PROXY: "10.0.0.0/8" }, "p:1"],
    ["https://[fd00::1]", { HTTPS_PROXY: "http://p:1", NO_PROXY: "[fd00::1]:443" }, undefined],
    [target, { HTTPS_PROXY: "http://p:1", NO_PROXY: "x.com .azure.com" }, undefined],
    [target, { HTTPS_PROXY: "http://p:1", NO_PROXY: "x.com,*" }, undefined],
    [target, { HTTPS_PROXY: "http://p:1", no_proxy: "*" }, undefined],
    ["http://127.0.0.1:8080/openai/v1", { HTTP_PROXY: "http://p:1" }, undefined],
    ["http://[::1]:8080/openai/v1", { HTTP_PROXY: "http://p:1" }, undefined],
    [target, { HTTPS_PROXY: " " }, undefined],
  ];
  test.each(table)("%s %j", (url, environment, label) => {
    expect(proxyFor(url, environment)?.label).toBe(label);
  });
});

/** A proxy that writes down who is asked for and refuses the way. */
async function refusingProxy(status: string): Promise<{ url: string; asked: string[]; headers: unknown[] }> {
  const asked: string[] = [];
  const headers: unknown[] = [];
  const server: Server = createServer();
  server.on("connect", (request, socket) => {
    asked.push(request.url ?? "");
    headers.push(request.headers["proxy-authorization"]);
    socket.end(`HTTP/1.1 ${status}\r\n\r\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://user:geheim@127.0.0.1:${(server.address() as AddressInfo).port}`, asked, headers };
}

describe("the way through a proxy", () => {
  test("requests of the openai client take it, with its user name; what refuses is named without", async () => {
    const proxy = await refusingProxy("407 Proxy Authentication Required");
    const env = { HTTPS_PROXY: proxy.url, AZURE_OPENAI_ENDPOINT: target, AZURE_OPENAI_API_KEY: "key-geheim" };
    const { exitCode, stderr, stdout } = await run(["pause", "ftjob-1"], { env, fetch: globalThis.fetch });
    expect(exitCode).toBe(3);
    expect(proxy.asked[0]).toBe("r.openai.azure.com:443");
    expect(proxy.headers[0]).toBe(`Basic ${Buffer.from("user:geheim").toString("base64")}`);
    expect(stderr).toMatch(
      /cannot reach https:\/\/r\.openai\.azure\.com\/openai\/v1 through the proxy 127\.0\.0\.1:\d+: the proxy refuses the way \(407\)/,
    );
    expect(stdout + stderr).not.toContain("geheim");
  });

  test("the sign-in takes it too", async () => {
    const proxy = await refusingProxy("502 Bad Gateway");
    const names = [
      "HTTPS_PROXY",
      "AZURE_TENANT_ID",
      "AZURE_CLIENT_ID",
      "AZURE_CLIENT_SECRET",
      "AZURE_TOKEN_CREDENTIALS",
    ];
    const before = names.map((name) => [name, process.env[name]] as const);
    const id = "11111111-1111-1111-1111-111111111111";
    Object.assign(process.env, {
      HTTPS_PROXY: proxy.url,
      AZURE_TENANT_ID: id,
      AZURE_CLIENT_ID: id,
      AZURE_CLIENT_SECRET: "geheim",
      AZURE_TOKEN_CREDENTIALS: "EnvironmentCredential",
    });
    onTestFinished(() => {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    });
    const request = {
      scope: "https://cognitiveservices.azure.us/.default",
      authorityHost: "https://login.microsoftonline.us",
    };
    // Its own repetitions take seconds: the first word to the proxy is enough.
    createTokenSource(request)
      .token()
      .catch(() => undefined);
    await vi.waitFor(() => expect(proxy.asked).toContain("login.microsoftonline.us:443"), 5000);
  });

  test("a proxy that is not there is named", async () => {
    const env = {
      HTTPS_PROXY: "http://127.0.0.1:9",
      AZURE_OPENAI_ENDPOINT: target,
      AZURE_OPENAI_API_KEY: "k",
    };
    const { exitCode, stderr } = await run(["pause", "ftjob-1"], { env, fetch: globalThis.fetch });
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/through the proxy 127\.0\.0\.1:9: nothing answers there \(ECONNREFUSED\)/);
  });

  test("an answer may take as long as is said, not as long as Node's fetch would wait", async () => {
    const server = createServer((request) => void request.resume());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const impatient = await createFetch(fetch, { proxy: undefined, answerTimeout: 20 });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await expect(impatient(url)).rejects.toMatchObject({ cause: { code: "UND_ERR_HEADERS_TIMEOUT" } });
  });

  test("a variable that holds no proxy is refused without its value", async () => {
    const proxy = { url: "http://geheim geheim", label: "", variable: "HTTPS_PROXY" };
    await expect(createFetch(fetch, { proxy, answerTimeout: undefined })).rejects.toThrow(
      /^HTTPS_PROXY holds no URL of an HTTP proxy$/,
    );
  });
});
