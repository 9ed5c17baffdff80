import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { format } from "prettier";
import { describe, expect, onTestFinished, test } from "vitest";
import type { FaultRule } from "#emulator/faults/fault-rule.js";
import { run } from "#test/support/run-in-memory.js";
import { testEmulator } from "#test/support/test-emulator.js";
import { runBin } from "#test/support/run-bin.js";

const key = "planted-key-0123456789";

/** A set-up in which something is wrong, and what `rft doctor` is to say of it. */
interface SetUp {
  name: string;
  /** Changes of a set-up that works; a blank value stands for none. */
  env?: (emulatorUrl: string) => Record<string, string>;
  words?: readonly string[];
  faults?: FaultRule[];
  /** Milliseconds that this machine's clock is ahead. */
  skew?: number;
  /** True where only the built program will do: its sign-in reads the process's own environment. */
  built?: true;
  exitCode: number;
  check: string;
  status: "error" | "warning";
  /** What happened, the emulator's address written as `<url>`, then what to do. */
  message: string;
  hint: string;
}

const forms =
  "https://R.openai.azure.com, https://R.services.ai.azure.com, https://R.cognitiveservices.azure.com or " +
  "https://R.services.ai.azure.com/api/projects/P";
const answer = (status: number, code: string, message: string): FaultRule[] => [
  { fault: { kind: "status", status, code, message } },
];

/** A folder whose `az` knows of no login, as it says so itself. */
function folderOfAz(): string {
  const folder = mkdtempSync(join(tmpdir(), "rft-az-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const script = `#!/bin/sh\necho "ERROR: Please run 'az login' to setup account." >&2\nexit 1\n`;
  writeFileSync(join(folder, "az"), script, { mode: 0o755 });
  return folder;
}

const setUps: readonly SetUp[] = [
  {
    name: "no endpoint",
    env: () => ({ AZURE_OPENAI_ENDPOINT: "" }),
    exitCode: 2,
    check: "configuration",
    status: "error",
    message: "no endpoint configured",
    hint: `Set AZURE_OPENAI_ENDPOINT or give --endpoint (${forms}). Without an account: rft emulator.`,
  },
  {
    name: "a typo in the host",
    env: () => ({ AZURE_OPENAI_ENDPOINT: "https://r.openai.azure.con" }),
    exitCode: 3,
    check: "name",
    status: "error",
    message: "r.openai.azure.con: no such host (ENOTFOUND)",
    hint: "Did you mean r.openai.azure.com?",
  },
  {
    name: "the project URL of another resource",
    env: (url) => ({ AZURE_OPENAI_ENDPOINT: `${url}/api/projects/reviews` }),
    faults: answer(404, "ResourceNotFound", "The project does not exist."),
    exitCode: 3,
    check: "jobs",
    status: "error",
    message: "GET /fine_tuning/jobs was answered 404 ResourceNotFound: The project does not exist.",
    hint: `Is "reviews" a project of this very resource? Copy the project's endpoint from its overview page in the portal.`,
  },
  {
    name: "http",
    env: () => ({ AZURE_OPENAI_ENDPOINT: "http://r.openai.azure.com" }),
    exitCode: 2,
    check: "configuration",
    status: "error",
    message: "the endpoint http://r.openai.azure.com is not https: a key or token would travel unprotected",
    hint: "Write https://; plain http works for an emulator on this machine only.",
  },
  {
    name: "a wrong key",
    env: () => ({ AZURE_OPENAI_API_KEY: `${key}-of-another` }),
    exitCode: 4,
    check: "jobs",
    status: "error",
    message:
      "GET /fine_tuning/jobs was answered 401: Access denied due to invalid subscription key or wrong API endpoint. " +
      "Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.",
    hint: "Check AZURE_OPENAI_API_KEY; or unset it and sign in with: az login",
  },
  {
    name: "no az login",
    env: () => ({
      AZURE_OPENAI_API_KEY: "",
      AZURE_TOKEN_CREDENTIALS: "AzureCliCredential",
      PATH: [folderOfAz(), process.env["PATH"]].join(delimiter),
    }),
    built: true,
    exitCode: 4,
    check: "sign-in",
    status: "error",
    message:
      "not signed in: AzureCliCredential: Please run 'az login' from a command prompt to authenticate before using this credential",
    hint: "Sign in with: az login. Or set AZURE_OPENAI_API_KEY.",
  },
  {
    name: "a proxy that is down",
    env: () => ({
      AZURE_OPENAI_ENDPOINT: "https://r.openai.azure.com",
      HTTPS_PROXY: "http://user:planted-password@127.0.0.1:9",
    }),
    exitCode: 3,
    check: "proxy",
    status: "error",
    message: "127.0.0.1:9: nothing answers there (ECONNREFUSED)",
    hint: "Is HTTPS_PROXY right? Exempt the host by NO_PROXY=r.openai.azure.com where none is needed.",
  },
  {
    name: "a clock an hour off",
    skew: 3_600_000,
    exitCode: 1,
    check: "clock",
    status: "error",
    message: "3600 s ahead of the service's",
    hint: "Set this machine's clock: tokens and certificates are refused beyond five minutes.",
  },
  {
    name: "403",
    faults: answer(403, "PermissionDenied", "The principal lacks the required data action."),
    exitCode: 4,
    check: "jobs",
    status: "error",
    message:
      "GET /fine_tuning/jobs was answered 403 PermissionDenied: The principal lacks the required data action.",
    hint: "The key may not do this here. Where keys are switched off, unset AZURE_OPENAI_API_KEY and sign in with: az login. Training needs the role Foundry User (formerly Azure AI User), or Cognitive Services OpenAI Contributor on an Azure OpenAI resource.",
  },
  {
    name: "a dated version that is too old for python graders",
    words: ["--api-version", "2024-10-21"],
    exitCode: 0,
    check: "api-version",
    status: "warning",
    message: "2024-10-21 is too old for python graders, which came with 2025-04-01-preview",
    hint: "Leave the API version out: the v1 path has all of it.",
  },
];

async function doctor({ env, words = [], faults = [], skew = 0, built }: SetUp) {
  const emulator = await testEmulator({ apiKey: key, faults });
  const variables = {
    AZURE_OPENAI_ENDPOINT: emulator.url,
    AZURE_OPENAI_API_KEY: key,
    HOME: "/nonexistent",
    ...env?.(emulator.url),
  };
  const surroundings = {
    env: variables,
    fetch: globalThis.fetch,
    now: () => new Date(Date.now() + skew),
    lookUp: async (hostname: string) => {
      if (hostname === "127.0.0.1") return [hostname];
      throw Object.assign(new Error("getaddrinfo"), { code: "ENOTFOUND" });
    },
  };
  const start = async (...more: string[]) => {
    const argv = ["doctor", ...words, ...more];
    return built ? runBin(argv, { env: variables }) : run(argv, surroundings);
  };
  return { url: emulator.url, said: await Promise.all([start(), start("--json")]) };
}

interface Checks {
  ok: boolean;
  checks: { name: string; status: string; message: string; hint?: string }[];
}

/** A text on one line, as it was before it was wrapped. */
const flat = (text: string) => text.replaceAll(/\s+/g, " ");

describe("rft doctor in broken set-ups", () => {
  test.each(setUps)("$name", async (setUp) => {
    const { exitCode, check, status, hint } = setUp;
    const { url, said } = await doctor(setUp);
    const [human, machine] = said;
    const steady = (text: string) => text.replaceAll(url, "<url>").replaceAll(/360\d s/g, "3600 s");
    expect([human.exitCode, machine.exitCode], human.stdout + human.stderr).toEqual([exitCode, exitCode]);
    const document: Checks = JSON.parse(machine.stdout);
    expect(document.ok).toBe(status !== "error");
    const found = document.checks
      .filter((one) => one.status === status)
      .map((one) => ({ ...one, message: steady(one.message) }));
    expect(found).toEqual([expect.objectContaining({ name: check, status, message: setUp.message, hint })]);
    expect(flat(steady(human.stdout))).toContain(`${check} ${status} ${setUp.message} ${hint}`);
    expect(human.stdout + human.stderr + machine.stdout + machine.stderr).not.toContain("planted");
  });

  test("docs/doctor.md says the same", async () => {
    const lines = setUps.map(({ name, check, status, message, hint, exitCode }) =>
      ["", name, check, status, exitCode, message, hint, ""].join(" | ").trim(),
    );
    const page = `# What rft doctor says in broken set-ups

\`test/e2e/broken-set-ups.test.ts\` tries each by the command and holds this page to it.

| set-up | check | | exit code | what happened | what to do |
| --- | --- | --- | --- | --- | --- |
${lines.join("\n")}
`;
    await expect(await format(page, { parser: "markdown", printWidth: 110 })).toMatchFileSnapshot(
      "../../docs/doctor.md",
    );
  });
});
