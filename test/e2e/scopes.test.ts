import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { runBin } from "#test/support/run-bin.js";

const ai = "https://ai.azure.com";
const cognitive = "https://cognitiveservices.azure.com";

/** A service that takes tokens for one audience only, and says whose it was sent. */
async function serviceFor(audience: string | undefined) {
  const sent: string[] = [];
  const server = createServer(({ headers }, response) => {
    const token = headers.authorization?.replace("Bearer token-for-", "") ?? "none";
    sent.push(token);
    const isTaken = token === audience;
    response.writeHead(isTaken ? 200 : 401, { "content-type": "application/json" });
    const refusal = { error: { code: "401", message: "Access denied: audience is incorrect." } };
    response.end(JSON.stringify(isTaken ? { data: [], has_more: false } : refusal));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return { sent, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** A folder whose `az` has tokens for every resource but one, and writes down what it was asked for. */
function azWithout(unknown: string) {
  const folder = mkdtempSync(join(tmpdir(), "rft-az-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const script = `#!/bin/sh
resource=\${*##*--resource }
echo "$resource" >> '${join(folder, "asked")}'
if [ "$resource" = '${unknown}' ]; then
  echo "ERROR: AADSTS500011: The resource principal named $resource was not found in the tenant named Contoso." >&2
  exit 1
fi
echo "{\\"accessToken\\":\\"token-for-$resource\\",\\"expires_on\\":4102444800,\\"tokenType\\":\\"Bearer\\"}"
`;
  writeFileSync(join(folder, "az"), script, { mode: 0o755 });
  return { folder, asked: () => readFileSync(join(folder, "asked"), "utf8").trim().split("\n") };
}

async function rft(words: string[], url: string, az: ReturnType<typeof azWithout>) {
  return runBin(words, {
    env: {
      AZURE_OPENAI_ENDPOINT: url,
      AZURE_TOKEN_CREDENTIALS: "AzureCliCredential",
      PATH: [az.folder, process.env["PATH"]].join(delimiter),
    },
  });
}

describe("the scope, through the sign-in's own library", () => {
  test("the one that the service takes is found, kept, and named by doctor", async () => {
    const [service, az] = [await serviceFor(cognitive), azWithout("none")];
    const { exitCode, stdout } = await rft(["doctor"], service.url, az);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`scope          ok       ${cognitive}/.default; ${ai}/.default came first`);
    expect(service.sent).toEqual([ai, cognitive, cognitive]);
  });

  test("both refused: exit code 4, and both are named", async () => {
    const [service, az] = [await serviceFor(undefined), azWithout("none")];
    const { exitCode, stderr } = await rft(["list"], service.url, az);
    expect(exitCode).toBe(4);
    expect(stderr).toMatch(
      /ai\.azure\.com\/\.default and https:\/\/cognitiveservices\.azure\.com\/\.default were tried/,
    );
    expect(service.sent).toEqual([ai, cognitive]);
  });

  test("one that the tenant does not know is passed over", async () => {
    const [service, az] = [await serviceFor(cognitive), azWithout(ai)];
    expect((await rft(["list"], service.url, az)).exitCode).toBe(0);
    expect(az.asked()).toEqual([ai, cognitive]);
    expect(service.sent).toEqual([cognitive]);
  });
});
