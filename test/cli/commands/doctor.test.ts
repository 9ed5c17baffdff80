import { describe, expect, test } from "vitest";
import { testEmulator } from "#test/support/test-emulator.js";
import { run } from "#test/support/run-in-memory.js";

const secret = "planted-secret-key";

async function doctor(words: string[], env: Record<string, string> = {}) {
  const emulator = await testEmulator({ apiKey: secret });
  const { exitCode, stdout, stderr } = await run(["doctor", ...words], {
    env: { AZURE_OPENAI_ENDPOINT: emulator.url, AZURE_OPENAI_API_KEY: secret, HOME: "/nonexistent", ...env },
    fetch: globalThis.fetch,
    now: () => new Date(),
  });
  expect(stdout + stderr).not.toContain(secret);
  return { exitCode, stdout, stderr, url: emulator.url };
}

describe("rft doctor against the emulator", () => {
  test("all is well: where each setting was found, what each check saw", async () => {
    const { exitCode, stdout, url } = await doctor([]);
    expect(exitCode).toBe(0);
    // How many facts are old depends on the day, and on what is known.
    const shown = stdout
      .replaceAll(url, "http://127.0.0.1:8080")
      .replace(/\d+ of \d+ facts (.*) \d{4}-\d\d-\d\d;/, "N of M facts $1 DATE;");
    expect(shown).toMatchInlineSnapshot(`
      "  endpoint       http://127.0.0.1:8080/  (AZURE_OPENAI_ENDPOINT)
        API version    the v1 path
        cloud          the endpoint's own cloud
        key            set  (AZURE_OPENAI_API_KEY)

        configuration  ok       http://127.0.0.1:8080/openai/v1, by key
        proxy          ok       none on the way
        name           ok       127.0.0.1 is 127.0.0.1
        connection     ok       plain, on this machine
        sign-in        ok       a key is set; whether it is right the next request tells
        jobs           ok       0 of 100; 0 running of 3 (developer tier: 5), 0 waiting of 20
        scope          -        a key needs none
        files          ok       0 of 100, 0 of 1024 MB
        clock          ok       as the service's
        region         ok       East US 2 is listed to train Standard for o4-mini-2025-04-16 (2026-03-01); GlobalStandard for o4-mini-2025-04-16, Muse-Glimmer-30B, qwen3.6-35b-a3b, Qwen3.8-27B, gpt-oss-120b (2026-10-06)
        api-version    ok       the v1 path
        rules          ok       2026-10: N of M facts were last read more than 90 days ago, the newest on DATE; rft rules shows them

      the service can be used
      "
    `);
  });

  test("--json", async () => {
    const { exitCode, stdout, url } = await doctor(["--json", "--api-version", "2024-10-21"]);
    expect(exitCode).toBe(0);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ version: 1, command: "doctor", ok: true });
    expect(document.settings).toEqual([
      { name: "endpoint", from: { kind: "environment", name: "AZURE_OPENAI_ENDPOINT" }, value: `${url}/` },
      { name: "apiVersion", from: { kind: "flag", name: "--api-version" }, value: "2024-10-21" },
      { name: "authority", from: { kind: "default", name: "the endpoint's own cloud" } },
      { name: "apiKey", from: { kind: "environment", name: "AZURE_OPENAI_API_KEY" } },
    ]);
    expect(document.checks.find(({ name }: { name: string }) => name === "api-version")).toMatchObject({
      status: "warning",
    });
  });

  test("secrets in the wrong place are not shown", async () => {
    const env = { AZURE_OPENAI_ENDPOINT: `https://user:${secret}@r.openai.azure.com/?sig=${secret}` };
    const { exitCode, stdout } = await doctor([], env);
    expect(exitCode).toBe(2);
    expect(stdout).toContain("carries a user name or a query");
  });
});
