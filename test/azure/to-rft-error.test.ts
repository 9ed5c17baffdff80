import { APIError } from "openai/core/error";
import { expect, test } from "vitest";
import { toRftError } from "#azure/to-rft-error.js";

function unknownHost(): Error {
  const cause = Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" });
  return new TypeError("fetch failed", { cause });
}

test.each([
  ["r.openai.azure.con", "Did you mean r.openai.azure.com?"],
  ["r.openai.azur.com", "Did you mean r.openai.azure.com?"],
  ["r.service.ai.azure.com", "Did you mean r.services.ai.azure.com?"],
  ["r.cognitiveservice.azure.us", "Did you mean r.cognitiveservices.azure.us?"],
  ["r.openai.azure.com", "Is the resource's name in the endpoint spelt right?"],
  ["gateway.example.org", "Is the resource's name in the endpoint spelt right?"],
])("no host %s: %s", (host, hint) => {
  const baseUrl = `https://${host}/openai/v1`;
  expect(toRftError(unknownHost(), { method: "GET", path: "/files", baseUrl })).toMatchObject({
    code: "unreachable",
    message: `cannot reach ${baseUrl}: no such host (ENOTFOUND)`,
    hint,
  });
});

test("no answer in time names the proxy on the way", () => {
  const request = { method: "GET", path: "/files", baseUrl: "https://r.openai.azure.com/openai/v1" };
  const late = new DOMException("deadline", "TimeoutError");
  expect(toRftError(late, { ...request, via: "proxy:8080" })).toMatchObject({
    code: "timeout",
    message:
      "GET /files: no answer in time from https://r.openai.azure.com/openai/v1 through the proxy proxy:8080",
  });
});

const baseUrl = "https://r.openai.azure.com/openai/v1";
const scopes = ["https://ai.azure.com/.default", "https://cognitiveservices.azure.com/.default"];
const arm =
  "/subscriptions/s/resourceGroups/g/providers/Microsoft.CognitiveServices/accounts/r/deployments/d?api-version=2025-06-01";

function hintOf(status: number, request: { method: string; path: string; scopes?: string[] }) {
  return toRftError(new APIError(status, { message: "no" }, undefined, new Headers()), {
    baseUrl,
    ...request,
  });
}

test.each([
  [
    "GET",
    "/fine_tuning/jobs",
    /Training needs the role Foundry User \(formerly Azure AI User\).*OpenAI Contributor/,
  ],
  ["POST", "/files", /Foundry User/],
  [
    "PUT",
    arm,
    /Deploying needs the role Foundry Owner \(formerly Azure AI Owner\).*accounts\/deployments\/write/,
  ],
])("403 for %s %s names the role of today, the old one, and what else allows it", (method, path, hint) => {
  for (const more of [{}, { scopes }]) {
    expect(hintOf(403, { method, path, ...more })).toMatchObject({
      code: "authentication",
      hint: expect.stringMatching(hint),
    });
  }
});

test("a key that is forbidden may be a resource that takes none", () => {
  const request = { method: "GET", path: "/files" };
  expect(hintOf(403, request)).toMatchObject({
    hint: expect.stringMatching(/keys are switched off.*az login/),
  });
  expect(hintOf(403, { ...request, scopes })).toMatchObject({
    hint: expect.not.stringMatching(/AZURE_OPENAI_API_KEY/),
  });
});
