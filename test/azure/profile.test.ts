import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { resolveConnection } from "#azure/config.js";
import { findSettings } from "#azure/open-connection.js";
import { type ConfigFile, findProfile, readProfiles } from "#azure/profile.js";
import type { Environment } from "#azure/settings.js";
import { RftError } from "#errors.js";
import { parseYamlDocument } from "#document/parse-yaml-document.js";

const read = (text: string, isOwn = false): ConfigFile =>
  readProfiles(parseYamlDocument(text, "rft.config.yaml"), isOwn);

function failureOf(work: () => unknown): RftError {
  try {
    work();
  } catch (error) {
    if (error instanceof RftError) return error;
  }
  throw new Error("no RftError");
}

const twoProfiles = `
default: prod
profiles:
  dev:
    endpoint: https://dev.openai.azure.com
    api_key_env: DEV_KEY
  prod:
    endpoint: https://prod.openai.azure.us
    api_version: 2025-04-01-preview
    authority: usgovernment
`;

describe("a configuration file", () => {
  test("holds connections by name", () => {
    expect(read(twoProfiles)).toEqual({
      path: "rft.config.yaml",
      defaultName: "prod",
      profiles: [
        {
          name: "dev",
          file: "rft.config.yaml",
          endpoint: "https://dev.openai.azure.com",
          apiKeyVariable: "DEV_KEY",
        },
        {
          name: "prod",
          file: "rft.config.yaml",
          endpoint: "https://prod.openai.azure.us",
          apiVersion: "2025-04-01-preview",
          authority: "usgovernment",
        },
      ],
    });
  });

  const secret = "0123456789abcdef0123456789abcdef";
  const faults: [text: string, message: RegExp, hint: RegExp][] = [
    [
      "profiles:\n  dev:\n    endpont: https://x",
      /^rft.config.yaml:3:5: unknown key "endpont"/,
      /"endpoint"/,
    ],
    ["profils: {}", /unknown key "profils"/, /"profiles"/],
    ["profiles:\n  dev: 7", /^rft.config.yaml:2:3: profiles.dev is not an object/, /connection.md/],
    ["", /the configuration file is empty/, /connection.md/],
    [`profiles: { dev: { api_key: ${secret} } }`, /:1:20: "api_key" stands in/, /api_key_env/],
    [`api-key: ${secret}\nprofiles: {}`, /:1:1: "api-key" stands in/, /renew the key/],
    [`profiles: { dev: { api_key_env: ${secret} } }`, /api_key_env is not a name/, /connection.md/],
    [`profiles: "${secret}"`, /profiles is not an object/, /connection.md/],
    ["default: prd\nprofiles: { prod: {} }", /^rft.config.yaml:1:1: .*"prd"/, /"prod"/],
    [
      "profiles: { a: { endpoint: https://openai.azure.com.evil.example } }",
      /at openai.azure.com.evil.example, which is not one of Azure's hosts/,
      /--endpoint/,
    ],
  ];
  test.each(faults)("%j", (text, message, hint) => {
    const error = failureOf(() => read(text));
    expect(error).toMatchObject({ code: "configuration" });
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
    expect(JSON.stringify(error) + String(error)).not.toContain(secret);
  });

  test("another host is taken from a file that the person chose, and loopback from any", () => {
    const gateway = "profiles: { a: { endpoint: https://gateway.example } }";
    expect(read(gateway, true).profiles).toHaveLength(1);
    expect(read("profiles: { a: { endpoint: http://127.0.0.1:80 } }").profiles).toHaveLength(1);
  });
});

describe("which profile is taken", () => {
  const project = read("profiles: { one: {}, two: {} }");
  const own = read("profiles: { three: {} }");
  const table: [files: ConfigFile[], name: string | undefined, taken: string | undefined][] = [
    [[read(twoProfiles)], undefined, "prod"],
    [[read(twoProfiles)], "dev", "dev"],
    [[project], undefined, undefined],
    [[project, own], undefined, "three"],
    [[project, own], "three", "three"],
    [[], undefined, undefined],
  ];
  test.each(table)("%#", (files, name, taken) => {
    expect(findProfile(files, name)?.name).toBe(taken);
  });

  test("an unknown one is an error with a guess", () => {
    expect(() => findProfile([project, own], "tree")).toThrow(
      expect.objectContaining({
        message: '--profile names no profile: "tree"',
        hint: expect.stringContaining('"three"'),
      }),
    );
    expect(() => findProfile([], "a")).toThrow(
      expect.objectContaining({ hint: expect.stringContaining("connection.md") }),
    );
  });
});

async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "rft-config-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

const endpoint = (name: string) => `profiles: { ${name}: { endpoint: https://${name}.openai.azure.com } }`;

describe("flags > environment > the project's profile > the person's own", () => {
  const find = (cwd: string, environment: Environment, flags = {}) =>
    findSettings({ cwd, environment, flags });

  test("files are looked for upwards, then by XDG, APPDATA or the home folder", async () => {
    const home = await folderWith({
      "p/rft.config.yaml": endpoint("project"),
      "p/deep/er/x": "",
      "xdg/azure-rft/rft.config.yaml": endpoint("xdg"),
      ".config/azure-rft/rft.config.yaml": endpoint("home"),
      "roaming/azure-rft/rft.config.yaml": endpoint("roaming"),
      "empty/x": "",
    });
    const hostOf = async (cwd: string, environment: Environment) =>
      (await find(join(home, cwd), environment)).endpoint?.value;
    const url = (name: string) => `https://${name}.openai.azure.com`;
    expect(await hostOf("p/deep/er", { HOME: home })).toBe(url("project"));
    expect(await hostOf("empty", { HOME: home })).toBe(url("home"));
    expect(await hostOf("empty", { HOME: home, XDG_CONFIG_HOME: join(home, "xdg") })).toBe(url("xdg"));
    expect(await hostOf("empty", { APPDATA: join(home, "roaming") })).toBe(url("roaming"));
    expect(await hostOf("empty", { XDG_CONFIG_HOME: "xdg" })).toBeUndefined();
  });

  test("each setting says where it was found", async () => {
    const cwd = await folderWith({ "rft.config.yaml": twoProfiles });
    const environment = { AZURE_OPENAI_API_VERSION: "preview", AZURE_OPENAI_API_KEY: "k" };
    expect(await find(cwd, environment, { endpoint: "https://flag.openai.azure.com" })).toEqual({
      endpoint: { value: "https://flag.openai.azure.com", from: { kind: "flag", name: "--endpoint" } },
      apiVersion: { value: "preview", from: { kind: "environment", name: "AZURE_OPENAI_API_VERSION" } },
      apiKey: { value: "k", from: { kind: "environment", name: "AZURE_OPENAI_API_KEY" } },
      authority: {
        value: "usgovernment",
        from: { kind: "profile", name: "prod", file: "rft.config.yaml" },
      },
    });
  });

  test("a profile's key goes to that profile's endpoint and to no other", async () => {
    const cwd = await folderWith({ "rft.config.yaml": twoProfiles });
    const flags = { profile: "dev" };
    const own = await find(cwd, { DEV_KEY: "k" }, flags);
    expect(own.apiKey).toEqual({ value: "k", from: { kind: "environment", name: "DEV_KEY" } });
    const other = await find(
      cwd,
      { DEV_KEY: "k", AZURE_OPENAI_ENDPOINT: "https://x.openai.azure.com" },
      flags,
    );
    expect(other.apiKey).toBeUndefined();
    await expect(find(cwd, {}, flags)).rejects.toThrow(/takes its key from DEV_KEY, which is not set/);
  });

  test("--config names the one file", async () => {
    const cwd = await folderWith({ "rft.config.yaml": endpoint("a"), "other.yaml": endpoint("b") });
    expect((await find(cwd, {}, { config: "other.yaml" })).endpoint?.value).toContain("//b.");
    await expect(find(cwd, {}, { config: "none.yaml" })).rejects.toThrow(/none.yaml: no such file/);
  });
});

describe("sovereign clouds", () => {
  const table: [endpoint: string, authority: string | undefined, first: string, host: string][] = [
    ["https://r.openai.azure.com", undefined, "ai.azure.com", "login.microsoftonline.com"],
    ["https://r.openai.azure.us", undefined, "ai.azure.us", "login.microsoftonline.us"],
    ["https://r.services.ai.azure.us/api/projects/p", undefined, "ai.azure.us", "login.microsoftonline.us"],
    ["https://r.openai.azure.cn", undefined, "cognitiveservices.azure.cn", "login.chinacloudapi.cn"],
    ["https://gateway.example", "usgovernment", "ai.azure.us", "login.microsoftonline.us"],
    [
      "https://gateway.example",
      "https://login.microsoftonline.us/",
      "ai.azure.us",
      "login.microsoftonline.us",
    ],
  ];
  test.each(table)("%s with %s", (url, authority, first, host) => {
    const flags = { endpoint: url, ...(authority !== undefined && { authority }) };
    const { scopes, authorityHost } = resolveConnection(flags, {});
    const domain = first.replace(/^(?:ai|cognitiveservices)\./, "");
    expect(scopes[0]).toBe(`https://${first}/.default`);
    expect(scopes.toSorted()).toEqual([
      `https://ai.${domain}/.default`,
      `https://cognitiveservices.${domain}/.default`,
    ]);
    expect(authorityHost).toBe(`https://${host}`);
  });

  test("an authority that is none of Azure's is sent nothing", () => {
    const flags = { endpoint: "https://r.openai.azure.com", authority: "https://login.microsoft.example" };
    expect(() => resolveConnection(flags, {})).toThrow(
      /the authority "https:\/\/login.microsoft.example" is none/,
    );
    const typo = { ...flags, authority: "usgoverment" };
    expect(() => resolveConnection(typo, {})).toThrow(
      expect.objectContaining({ hint: 'Did you mean "usgovernment"?' }),
    );
  });
});
