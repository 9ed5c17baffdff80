import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createClient } from "#azure/client.js";
import { resolveConnection } from "#azure/config.js";
import { isJsonObject, type JsonValue, parseJson } from "#json/json-value.js";
import { TestEmulator } from "#test/support/test-emulator.js";
import { hasDocuments, operationsOf, schemaNamed } from "#test/support/openapi-documents.js";
import { run } from "#test/support/run-in-memory.js";

/** A request that a command sent. */
interface Sent {
  command: string;
  method: string;
  /** Below the base URL. */
  path: string;
  query: string[];
  json?: JsonValue;
  /** Names of the fields of a multipart body. */
  fields?: string[];
}

const sent: Sent[] = [];
const folder = mkdtempSync(join(tmpdir(), "rft-specs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A `fetch` that writes down what a command sends. */
function recorder(command: string): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, { ...init, duplex: "half" });
    const { pathname, searchParams } = new URL(request.url);
    const path = pathname.replace(/^\/openai(?:\/v1)?/, "");
    const entry: Sent = { command, method: request.method, path, query: [...searchParams.keys()] };
    const type = request.headers.get("content-type") ?? "";
    const copy = request.clone();
    const read = async () => {
      if (type.startsWith("multipart/")) entry.fields = [...(await copy.formData()).keys()];
      else if (type.startsWith("application/json")) entry.json = parseJson(await copy.text());
    };
    const [response] = await Promise.all([fetch(request), read()]);
    sent.push(entry);
    return response;
  };
}

/** One job's life and what is asked around it; seconds pass before a command. */
const story: (readonly [words: string, seconds?: number])[] = [
  ["submit job.yaml --yes"],
  ["list --limit 1", 900],
  ["show last"],
  ["watch last --once"],
  ["pause last"],
  ["resume last", 600],
  ["events last", 100_000],
  ["checkpoints last"],
  ["metrics last"],
  ["evals last --step last --worst 1"],
  ["estimate job.yaml --like last"],
  ["files list"],
  ["files delete --unused --yes"],
  ["doctor"],
  ["check-grader grader.json --data train.jsonl --no-attacks --remote"],
  ["check-grader grader.json --data train.jsonl --no-attacks --model o4-mini -k 1 -n 1"],
  ["grade grader.json --samples samples.jsonl --remote 1"],
  ["submit job.yaml --yes --again"],
  ["cancel last --yes", 900],
];

beforeAll(async () => {
  cpSync("fixtures/cli", folder, { recursive: true });
  const emulator = new TestEmulator({
    dataDir: join(folder, "emulator"),
    speed: 1,
  });
  await emulator.start();
  await emulator.upload("spare", "spare.jsonl");
  const env = { AZURE_OPENAI_ENDPOINT: emulator.url, AZURE_OPENAI_API_KEY: "emulator" };
  for (const [words, seconds = 0] of story) {
    emulator.pass(seconds);
    const { exitCode, stderr } = await run(words.split(" "), {
      cwd: folder,
      env,
      fetch: recorder(words),
      now: () => new Date(),
      sleep: async (milliseconds) => emulator.pass(milliseconds / 1000),
    });
    if (exitCode !== 0) throw new Error(`${words} ended with ${exitCode}: ${stderr}`);
  }
  // Only a file of more than 150 MB is sent in parts by `submit`: here the same client sends a small one.
  const connection = resolveConnection({ apiVersion: "2025-04-01-preview" }, env);
  const { uploads } = createClient(connection, {
    fetch: recorder("submit, in parts"),
    sleep: async () => {},
  });
  const begun = await uploads?.create({ path: "", filename: "a.jsonl", bytes: 1, sha256: "" });
  const part = await uploads?.addPart(begun?.id ?? "", new Blob(["1"]));
  await uploads?.complete(begun?.id ?? "", [part ?? ""]);
  await emulator.stop();
});

const commands = [...new Set(story.map(([words]) => words)), "submit, in parts"];
const nameOf = ({ method, path }: Sent) =>
  `${method} ${path.replaceAll(/\/(?:file|ftjob|upload|eval|evalrun|outputitem|part)[-_][\w-]+/g, "/*")}`;

/** Where what is sent and a document differ, and why it is the document that is wrong. */
const deviations: Record<string, string> = {
  "POST /fine_tuning/jobs in Azure authoring 2025-04-01-preview: /method/type":
    "it knows supervised and dpo alone; reinforcement jobs were recorded on its path",
  "POST /fine_tuning/jobs in OpenAI 2.3.0 (subset): /method/reinforcement/grader":
    "its multi grader takes one grader; Azure's v1 document and the service take an object of them",
  "POST /fine_tuning/alpha/graders/run in OpenAI 2.3.0 (subset): /grader": "the same",
  "POST /fine_tuning/alpha/graders/validate in OpenAI 2.3.0 (subset): /grader": "the same",
};

function deviationsOf(request: Sent): string[] {
  return operationsOf(request.method, request.path).flatMap(({ document, body, query, fields }) => {
    const place = `${nameOf(request)} in ${document}: `;
    const unknown = request.query.filter((name) => name !== "api-version" && !query.has(name));
    const strange = request.fields?.filter((name) => fields?.has(name) !== true) ?? [];
    const isValid = request.json === undefined || !body || body(request.json);
    const errors = isValid ? [] : (body.errors ?? []);
    // Inside a failed alternative each branch has errors of its own: the alternative is what does not fit.
    const roots = errors.filter(({ keyword }) => keyword === "oneOf" || keyword === "anyOf");
    const said = (roots.length > 0 ? roots : errors).map(({ instancePath }) => instancePath);
    const outermost = said.filter((one) => !said.some((other) => one.startsWith(`${other}/`)));
    return [...unknown, ...strange, ...new Set(outermost)].map((what) => `${place}${what}`);
  });
}

const skipped = hasDocuments ? "" : " (skipped: ../shared/data/spec is not there)";
describe.skipIf(!hasDocuments)(`requests against the OpenAPI documents${skipped}`, () => {
  test.each(commands)("%s", (command) => {
    const requests = sent.filter((request) => request.command === command);
    expect(requests).not.toEqual([]);
    const found = requests.flatMap(deviationsOf);
    expect(found.filter((one) => !(one in deviations))).toEqual([]);
  });

  test("the deviations that are known are still there", () => {
    expect([...new Set(sent.flatMap(deviationsOf))].toSorted()).toEqual(Object.keys(deviations).toSorted());
  });

  test("no document has POST /chat/completions; every other path stands in one", () => {
    const uncovered = sent.filter(({ method, path }) => operationsOf(method, path).length === 0);
    expect([...new Set(uncovered.map(nameOf))]).toEqual(["POST /chat/completions"]);
  });

  test("every body stands against a schema", () => {
    const bodies = sent.filter(({ json, fields }) => json !== undefined || fields !== undefined);
    const untested = bodies.filter(({ method, path, json }) =>
      operationsOf(method, path).every(({ body, fields }) => (json === undefined ? !fields : !body)),
    );
    expect([...new Set(untested.map(nameOf))]).toEqual(["POST /chat/completions"]);
    expect(new Set(bodies.map(nameOf))).toContain("POST /files");
  });

  test("the method of the job that is created, by Azure's own schema of it", () => {
    const validate = schemaNamed("Azure v1", "AzureFineTuneReinforcementMethod");
    const creation = sent.find(({ method, path }) => method === "POST" && path === "/fine_tuning/jobs");
    const body = isJsonObject(creation?.json) ? creation.json : {};
    const method = isJsonObject(body["method"]) ? body["method"]["reinforcement"] : undefined;
    expect(method).toMatchObject({ grader: { type: "multi" } });
    expect(validate?.(method), JSON.stringify(validate?.errors)).toBe(true);
  });

  test("the documents refuse what is wrong", () => {
    const [operation] = operationsOf("POST", "/uploads");
    expect(operation?.body?.({ filename: "a", bytes: "1", purpose: "fine-tune" })).toBe(false);
    expect(operationsOf("PATCH", "/files")).toEqual([]);
  });
});
