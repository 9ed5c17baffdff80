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
  ["an encrypted token_eyJhbGciOiJkaXIifQ..aXY.Y2lwaGVy.dGFn here", "an encrypted token_*** here"],
  ["sk-proj-abcd1234-efgh_5678 and sk-0123456789abcdefghij", "*** and ***"],
  [
    `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0A\n\n${"MIIEabcd0123".repeat(4)}\n-----END`,
    "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0A***\n-----END",
  ],
  [
    `-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: 1\n\n${"lQOYabcd0123".repeat(4)}\n-----END`,
    "-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: 1***\n-----END",
  ],
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
  "sk-learn-pipeline-2024-classification",
  "ft:o4-mini:sk-team-2025-reinforcement-run-7:abc",
  "://[^:]*:[^@]+@",
])("nothing is masked in: %s", (text) => {
  expect(maskSecretShapes(text)).toBe(text);
});

// Anybody may bring a row of these: none may take a shape quadratic time.
test.each([
  "-eyJ",
  "_eyJabcdefghi.",
  "eyJaaaaaaaaa.a-",
  "-----BEGIN PRIVATE KEY-----",
  "-----BEGIN PRIVATE KEY-----\nAb: c\n",
  "sk-",
  "sk-proj-",
  "a://b:",
  "?sig=",
  "AccountKey=",
  "Basic ",
  "api-key: ",
])("%j, again and again, is read at once", (text) => {
  const hostile = text.repeat(Math.ceil(200_000 / text.length));
  const started = performance.now();
  maskSecretShapes(hostile);
  expect(performance.now() - started).toBeLessThan(2000);
});
