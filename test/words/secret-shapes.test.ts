import { expect, test } from "vitest";
import { maskSecretShapes } from "#words/secret-shapes.js";

test.each([
  [
    "https://x.blob.core.windows.net/f?sv=1&sig=a%2Bb&se=2",
    "https://x.blob.core.windows.net/f?sv=1&sig=***&se=2",
  ],
  ["http://user:pass@proxy:8080/", "http://user:***@proxy:8080/"],
  ["Authorization: Bearer abcdefghijklmnop.", "Authorization: Bearer ***"],
  ["bearer abc12345, then", "bearer ***, then"],
  ["Proxy-Authorization: Basic dXNlcjpwYXNz", "Proxy-Authorization: Basic ***"],
  ["Basic QWxhZGRpbjpvcGVu", "Basic ***"],
  ['{"api-key":"0123456789","b":1}', '{"api-key":"***","b":1}'],
  ['"{\\"x-api-key\\": \\"0123456789\\"}"', '"{\\"x-api-key\\": \\"***\\"}"'],
  ["Ocp-Apim-Subscription-Key: 0123456789", "Ocp-Apim-Subscription-Key: ***"],
  ["AccountName=a;AccountKey=abcdefghijklmnopqrstuvwx==;E=1", "AccountName=a;AccountKey=***;E=1"],
  ["token eyJhbGciOiJ.eyJzdWIiOiI.c2ln here", "token *** here"],
])("%s", (text, masked) => {
  expect(maskSecretShapes(text)).toBe(masked);
});

test.each([
  "basic information about the Basic tier",
  "a bearer token is missing",
  "Make sure to provide a valid api key: it is 32 characters long",
  "see https://host:8080/path?a=1 or mail me@example.org",
  "ratio 3:4@noon",
  "eyJ is how a token begins",
])("nothing is masked in: %s", (text) => {
  expect(maskSecretShapes(text)).toBe(text);
});
