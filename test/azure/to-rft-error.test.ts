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
