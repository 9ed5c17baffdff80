import { describe, expect, test } from "vitest";
import { resolveConnection } from "#azure/config.js";
import { RftError } from "#errors.js";

const resource = "https://r.openai.azure.com";
const project = "https://r.services.ai.azure.com/api/projects/p";

describe("resolveConnection", () => {
  const bases: [endpoint: string, apiVersion: string | undefined, baseUrl: string][] = [
    [resource, undefined, `${resource}/openai/v1`],
    [`${resource}/`, undefined, `${resource}/openai/v1`],
    [`${resource}/openai`, undefined, `${resource}/openai/v1`],
    [`${resource}/openai/`, undefined, `${resource}/openai/v1`],
    [`${resource}/openai/v1`, undefined, `${resource}/openai/v1`],
    [`${resource}/openai/v1/`, undefined, `${resource}/openai/v1`],
    [resource, "v1", `${resource}/openai/v1`],
    [resource, "preview", `${resource}/openai/v1`],
    [resource, "2025-04-01-preview", `${resource}/openai`],
    [`${resource}/openai/v1`, "2025-04-01-preview", `${resource}/openai`],
    ["https://r.cognitiveservices.azure.com", undefined, "https://r.cognitiveservices.azure.com/openai/v1"],
    [project, undefined, `${project}/openai/v1`],
    [`${project}/`, "2025-11-15-preview", `${project}/openai`],
    ["http://127.0.0.1:8080", undefined, "http://127.0.0.1:8080/openai/v1"],
    ["http://localhost:8080/", undefined, "http://localhost:8080/openai/v1"],
    ["http://[::1]:8080/", undefined, "http://[::1]:8080/openai/v1"],
  ];
  test.each(bases)("%s with version %s -> %s", (endpoint, apiVersion, baseUrl) => {
    const flags = { endpoint, ...(apiVersion !== undefined && { apiVersion }) };
    expect(resolveConnection(flags, {})).toMatchObject({ baseUrl, apiVersion });
    const environment = { AZURE_OPENAI_ENDPOINT: endpoint, AZURE_OPENAI_API_VERSION: apiVersion };
    expect(resolveConnection({}, environment)).toMatchObject({ baseUrl, apiVersion });
  });

  test("flags win over the environment, and blank variables count as absent", () => {
    const environment = {
      AZURE_OPENAI_ENDPOINT: "https://other.openai.azure.com",
      AZURE_OPENAI_API_VERSION: " ",
      AZURE_OPENAI_API_KEY: "",
    };
    const connection = resolveConnection({ endpoint: resource }, environment);
    expect(connection).toMatchObject({
      baseUrl: `${resource}/openai/v1`,
      apiKey: undefined,
      apiVersion: undefined,
    });
  });

  test.each(["a b", "a\nb", "“a”", "a\u0001"])("a key such as %j is refused without being shown", (key) => {
    const environment = { AZURE_OPENAI_ENDPOINT: resource, AZURE_OPENAI_API_KEY: key };
    expect(() => resolveConnection({}, environment)).toThrow(
      /^AZURE_OPENAI_API_KEY holds a character that no key has$/,
    );
  });

  test.each([resource, project, "http://127.0.0.1:8080"])("%s: the newest pages' scope first", (endpoint) => {
    expect(resolveConnection({ endpoint }, {}).scopes).toEqual([
      "https://ai.azure.com/.default",
      "https://cognitiveservices.azure.com/.default",
    ]);
  });

  const refused: [flags: { endpoint?: string; apiVersion?: string }, message: RegExp][] = [
    [{}, /no endpoint configured/],
    [{ endpoint: "my-resource" }, /"my-resource" is not a URL/],
    [{ endpoint: "0123456789abcdef0123456789abcdef" }, /of 32 characters is not a URL/],
    [{ endpoint: "http://r.openai.azure.com" }, /not https/],
    [{ endpoint: "http://127.0.0.1.example.com" }, /not https/],
    [{ endpoint: "ftp://r.openai.azure.com" }, /not https/],
    [{ endpoint: "https://me:secret@r.openai.azure.com" }, /^(?!.*secret).*user name or a query/],
    [{ endpoint: "https://r.openai.azure.com/?sig=secret" }, /^(?!.*secret).*user name or a query/],
    [{ endpoint: resource, apiVersion: "latest" }, /"latest" is neither a date/],
    [{ endpoint: "R.openai.azure.com?sig=SECRET" }, /^(?!.*SECRET).*is not a URL/],
    [{ endpoint: resource, apiVersion: "k".repeat(40) }, /^(?!.*kkk).*of 40 characters is neither/],
  ];
  test.each(refused)("%o is refused", (flags, message) => {
    let thrown: unknown;
    try {
      resolveConnection(flags, {});
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(RftError);
    expect(thrown).toMatchObject({ code: "configuration", message: expect.stringMatching(message) });
  });
});
