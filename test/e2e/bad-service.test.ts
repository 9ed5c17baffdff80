import { execFile } from "node:child_process";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import { run } from "#test/support/run-in-memory.js";
import { bin, runBin, workingFolder } from "#test/support/run-bin.js";

let server: Server | undefined;

async function serve(listener: RequestListener): Promise<string> {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

const envFor = (url: string) => ({ AZURE_OPENAI_ENDPOINT: url, AZURE_OPENAI_API_KEY: "k" });

function json(status: number, body: object, headers: Record<string, string> = {}): RequestListener {
  return (_request, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  };
}

describe("a service that does not do as hoped", () => {
  const fault = (status: number) => json(status, { error: { code: String(status), message: "No." } });
  const answers: [name: string, listener: RequestListener, exitCode: number, code: string][] = [
    ["401", fault(401), 4, "authentication"],
    ["403", fault(403), 4, "authentication"],
    ["404", fault(404), 3, "not-found"],
    ["408", fault(408), 3, "timeout"],
    ["429", fault(429), 3, "rate-limited"],
    ["400", fault(400), 3, "refused"],
    ["500", fault(500), 3, "unreachable"],
    ["a page", (_request, response) => void response.end("<!DOCTYPE html>"), 3, "unreachable"],
    ["a cut line", (request) => void request.socket.destroy(), 3, "unreachable"],
  ];
  // What is said of them, and what the built program says, is in the table of faults.
  test.each(answers)("%s has its code in --json", async (_name, listener, exitCode, code) => {
    const env = envFor(await serve(listener));
    const said = await run(["watch", "ftjob-1", "--json"], { env, fetch: globalThis.fetch });
    expect(said.exitCode).toBe(exitCode);
    expect(JSON.parse(said.stdout)).toMatchObject({ version: 1, command: "watch", error: { code } });
  });

  test("an unknown job: where else it may be", async () => {
    const missing = json(404, {
      error: { code: "notFound", message: "The specified entity cannot be found." },
    });
    const { exitCode, stderr } = await runBin(["pause", "ftjob-1"], { env: envFor(await serve(missing)) });
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/The specified entity cannot be found\.\n.*another resource or project/);
  });

  test("nothing listening", async () => {
    const url = await serve(() => {});
    await new Promise((resolve) => server?.close(resolve));
    const { exitCode, stderr } = await runBin(["pause", "ftjob-1"], { env: envFor(url) });
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/cannot reach .*nothing answers there \(ECONNREFUSED\)/);
  });
});

describe("a reader that has had enough", () => {
  const shell = (line: string, cwd = "fixtures/cli") =>
    promisify(execFile)("bash", ["-c", `set -o pipefail; ${line}; echo "codes \${PIPESTATUS[*]}"`], { cwd });

  test("| head -1 ends quietly", async () => {
    const { stdout, stderr } = await shell(
      `'${process.execPath}' '${bin}' validate-data broken.jsonl --json | head -1`,
    );
    expect(stderr).toBe("");
    expect(stdout).toBe("{\ncodes 1 0\n");
  });

  test("submit | head -1 goes on to the end: what was asked for is done", async () => {
    const posts: string[] = [];
    const url = await serve((request, response) => {
      if (request.method === "POST") posts.push(request.url ?? "");
      const isList = request.method === "GET";
      const made =
        request.url?.endsWith("/jobs") === true
          ? { id: "ftjob-1", status: "pending" }
          : { id: "file-1", status: "processed" };
      const body = isList ? { data: [], has_more: false } : made;
      request.resume().on("end", () => json(201, body)(request, response));
    });
    const env = `AZURE_OPENAI_ENDPOINT=${url} AZURE_OPENAI_API_KEY=k`;
    const { stdout } = await shell(
      `${env} '${process.execPath}' '${bin}' submit job.yaml --yes --quiet | head -1`,
      workingFolder(),
    );
    expect(stdout).toMatch(/codes 0 0\n$/);
    expect(posts).toHaveLength(3);
  });

  test("a full disk is no answer", async () => {
    const { stdout, stderr } = await shell(
      `'${process.execPath}' '${bin}' validate-data train.jsonl > /dev/full`,
    );
    expect(stderr).toMatch(/^error: cannot write the result: .*no space left/i);
    expect(stdout).toBe("codes 2\n");
  });

  test("watch | head -1 stops watching", async () => {
    const url = await serve((request, response) => {
      const events = { object: "list", data: [], has_more: false };
      json(
        200,
        request.url?.includes("/events") === true ? events : { id: "ftjob-1", status: `s${Date.now()}` },
      )(request, response);
    });
    const env = `AZURE_OPENAI_ENDPOINT=${url} AZURE_OPENAI_API_KEY=k`;
    const line = `${env} '${process.execPath}' '${bin}' watch ftjob-1 --interval 0.1 | head -1`;
    const { stdout, stderr } = await shell(line);
    expect(stderr).toBe("");
    expect(stdout).toMatch(/s\d+\ncodes 0 0\n$/);
  });
});
