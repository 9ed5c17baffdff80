import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cp, mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { type IncomingMessage, type RequestListener, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { isJsonObject, type JsonValue, parseJson } from "#json/json-value.js";
import { run } from "#test/support/run-in-memory.js";
import { type TestEmulator, testEmulator } from "#test/support/test-emulator.js";
import { runBin } from "#test/support/run-bin.js";

const key = "planted0key0of0the0environment";
/** Of no known shape: only who was given it can tell. */
const token = "planted-token-of-the-sign-in";
const userAndPassword = Buffer.from("planted-user:planted-pass").toString("base64");

/** Secrets of others, in all the shapes that a service, a gateway or a proxy may repeat. */
const foreign = [
  "https://x.blob.core.windows.net/f?sv=1&sig=planted-signature&se=2",
  "https://f.azurewebsites.net/grade?code=planted-function-key",
  "Authorization: Bearer planted-bearer-1",
  `Proxy-Authorization: Basic ${userAndPassword}`,
  "x-api-key: planted-custom-header",
  '{"Ocp-Apim-Subscription-Key":"planted-subscription"}',
  "http://somebody:planted-password@proxy:8080",
  "DefaultEndpointsProtocol=https;AccountKey=planted0account0key0planted==",
  "eyJplanted0.planted1.planted2",
].join(" ");

/** Every text of an answer under which a service puts words of its own. */
const wordy = new Set(["message", "status_details", "content", "detail"]);

function plant(value: JsonValue, words: string, name = ""): JsonValue {
  if (typeof value === "string") return wordy.has(name) ? `${value} ${words}` : value;
  if (Array.isArray(value)) return value.map((entry) => plant(entry, words));
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([own, entry]) => [own, plant(entry, words, own)] as const);
  // A job that says why it is not well.
  const isJob = value["object"] === "fine_tuning.job";
  return { ...Object.fromEntries(entries), ...(isJob && { error: { code: "planned", message: words } }) };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

type Answering = (...exchange: Parameters<RequestListener>) => Promise<void>;

async function listen(answer: Answering): Promise<string> {
  const server = createServer((...exchange) => void answer(...exchange));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What a request was signed with, without the words that tell it for a secret. */
function signatureOf({ headers }: IncomingMessage): string {
  return `${String(headers["api-key"] ?? "")} ${headers.authorization?.replace("Bearer ", "") ?? ""}`;
}

/** Secrets as headers of an answer; the request's id is printed. */
const plantedHeaders = (request: IncomingMessage) => ({
  "set-cookie": "session=planted-cookie",
  "x-echo": `planted-header ${signatureOf(request)}`,
  "apim-request-id": `id-1 ${signatureOf(request)} Bearer planted-bearer-2`,
});

/** A gateway before the emulator, which repeats in each answer what it was sent, and the secrets of others. */
async function gateway(emulator: TestEmulator): Promise<string> {
  return listen(async (request, response) => {
    const { method = "GET", url = "" } = request;
    const type = request.headers["content-type"];
    const body = await bodyOf(request);
    const answer = await emulator.send(method, url, {
      headers: { "api-key": "emulator", ...(type !== undefined && { "content-type": type }) },
      ...(body.length > 0 && { body }),
    });
    const answerType = answer.headers.get("content-type") ?? "text/plain";
    const sent = `sent: ${signatureOf(request)}`;
    // What a deployment says is data: only what signed the request is kept out of it.
    const words = url.endsWith("/completions") ? sent : `${sent} ${foreign}`;
    const text = answerType.startsWith("application/json")
      ? JSON.stringify(plant(parseJson(answer.text), words))
      : answer.text;
    response.writeHead(answer.status, { ...plantedHeaders(request), "content-type": answerType }).end(text);
  });
}

/** A gateway that refuses, and repeats in its refusal what it was sent. */
const refusing = (status: number) =>
  listen(async (request, response) => {
    const headers = JSON.stringify(request.headers);
    const error = { code: `planned ${signatureOf(request)}`, message: `${headers} ${foreign}` };
    response
      .writeHead(status, {
        ...plantedHeaders(request),
        "content-type": "application/json",
        "retry-after": "3600",
        location: "https://planted-location.example/?sig=planted-signature",
      })
      .end(JSON.stringify({ error }));
  });

async function workingFolder(): Promise<string> {
  const cwd = await mkdtemp(join(tmpdir(), "rft-secrets-"));
  onTestFinished(() => rm(cwd, { recursive: true }));
  await cp("fixtures/cli", cwd, { recursive: true });
  return cwd;
}

/** All that stands in the files of a folder. */
async function filesOf(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(await Promise.all(files.map(async (path) => [path, await readFile(path, "utf8")] as const)));
}

function expectNoSecret(text: string, where: string): void {
  expect.soft(text, where).not.toMatch(/planted/);
  expect.soft(text, where).not.toContain(userAndPassword);
}

describe("no secret comes out", () => {
  test("of what commands print and write where the service's answers are full of them", async () => {
    const emulator = await testEmulator();
    const { id } = await emulator.createJob();
    emulator.pass(100_000);
    const cwd = await workingFolder();
    const env = {
      AZURE_OPENAI_ENDPOINT: await gateway(emulator),
      AZURE_OPENAI_API_KEY: key,
      HTTPS_PROXY: "http://user:planted-password@127.0.0.1:9",
    };
    const tell = `echo "$RFT_TEXT $RFT_REASON" >> told.txt`;
    const lines = [
      "list",
      "show JOB",
      "events JOB",
      "checkpoints JOB",
      "watch JOB",
      "watch JOB --on-change TELL",
      "watch JOB --once",
      "metrics JOB --html report.html --csv runs.csv",
      "evals JOB --top 3",
      "estimate job.yaml --like JOB",
      "files list",
      "doctor",
      "check-grader grader.json --data train.jsonl --no-attacks --model o4-mini -k 1 -n 2",
      "check-grader grader.json --data train.jsonl --remote",
      "grade grader.json --samples samples.jsonl --remote 1",
      "submit job.yaml --yes",
      "pause last",
      "cancel last --yes",
    ];
    const said: string[] = [];
    for (const line of lines) {
      for (const form of ["--verbose", "--json"]) {
        const argv = line.split(" ").map((word) => ({ JOB: id, TELL: tell })[word] ?? word);
        const { stdout, stderr } = await run([...argv, form], {
          cwd,
          env,
          fetch: globalThis.fetch,
          now: () => new Date(),
          sleep: async (milliseconds) => emulator.pass(milliseconds / 1000),
        });
        said.push(stdout);
        expect.soft(stdout, line).not.toMatch(/"(?:internal|unreachable|authentication)"/);
        expectNoSecret(stdout + stderr, `${line} ${form}`);
      }
    }
    // The words came through; what they told did not.
    expect(said[4]).toMatch(/sent: \*\*\* .*sig=\*\*\*/);
    const files = await filesOf(cwd);
    expect([...files.keys()].map((path) => path.slice(cwd.length + 1))).toEqual(
      expect.arrayContaining([".rft/ledger.jsonl", "report.html", "runs.csv", "told.txt"]),
    );
    for (const [path, text] of files) expectNoSecret(text, path);
  });

  test.each([307, 400, 401, 403, 429, 500])(
    "of a refusal that repeats all it was sent: %s",
    async (status) => {
      const env = { AZURE_OPENAI_ENDPOINT: await refusing(status), AZURE_OPENAI_API_KEY: key };
      const cwd = await workingFolder();
      for (const line of ["list", "doctor", "submit job.yaml --yes"]) {
        for (const form of ["--verbose", "--json"]) {
          const { exitCode, stdout, stderr } = await run([...line.split(" "), form], {
            cwd,
            env,
            fetch: globalThis.fetch,
          });
          expect(exitCode).toBeGreaterThanOrEqual(3);
          expect(stdout + stderr).toContain(String(status));
          expectNoSecret(stdout + stderr, `${line} ${form}`);
        }
      }
      for (const [path, text] of await filesOf(cwd)) expectNoSecret(text, path);
    },
  );

  test("of a sign-in: neither its token nor what a failing az says", async () => {
    const folder = mkdtempSync(join(tmpdir(), "rft-az-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const az = (script: string) =>
      writeFileSync(join(folder, "az"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    const emulator = await testEmulator();
    await emulator.createJob();
    const env = (endpoint: string) => ({
      AZURE_OPENAI_ENDPOINT: endpoint,
      AZURE_TOKEN_CREDENTIALS: "AzureCliCredential",
      PATH: [folder, process.env["PATH"]].join(delimiter),
    });
    const answer = { accessToken: token, expires_on: 4_102_444_800, tokenType: "Bearer" };
    az(`echo '${JSON.stringify(answer)}'`);
    const [open, closed] = [await gateway(emulator), await refusing(401)];
    const runs = await Promise.all([
      runBin(["list", "--verbose"], { env: env(open) }),
      runBin(["show", "ftjob-1", "--verbose"], { env: env(closed) }),
    ]);
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 4]);
    az(`echo "ERROR: refused eyJplanted0.planted1.planted2 for ${foreign.replaceAll('"', "")}" >&2; exit 1`);
    const failed = await runBin(["list", "--verbose"], { env: env(open) });
    expect(failed.exitCode).toBe(4);
    for (const { stdout, stderr } of [...runs, failed]) expectNoSecret(stdout + stderr, "sign-in");
  });
});
