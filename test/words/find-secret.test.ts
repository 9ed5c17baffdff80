import fc from "fast-check";
import { expect, test } from "vitest";
import { findSecret } from "#words/find-secret.js";
import { maskSecretShapes } from "#words/secret-shapes.js";

// Put together here, so that nobody's scanner takes this file for a leak.
const body = (begin: string, length: number) => begin + "a1B2c3D4e5".repeat(20).slice(0, length);

const secrets = [
  body("ghp_", 36),
  body("github_pat_", 60),
  body("sk-proj-", 60),
  body("glpat-", 20),
  body("xoxb-", 30),
  body("AIza", 35),
  body("hf_", 34),
  body("npm_", 36),
  body("sk_live_", 24),
  ["AKIA", "ABCDEFGH12345678"].join(""),
  `${body("", 52)}${body("JQQJ99", 22)}`,
  `AccountKey=${body("", 86)}==`,
  `https://x.blob.core.windows.net/c?sv=2024&sig=${body("", 43)}%3D`,
  `${body("eyJ", 20)}.${body("eyJ", 30)}.${body("", 43)}`,
  "postgres://admin:a1B2hunter2@db.example.com/x",
  `-----BEGIN RSA PRIVATE KEY-----\n${body("", 64)}\n${body("", 12)}==\n-----END RSA PRIVATE KEY-----`,
  `-----BEGIN PRIVATE KEY-----\\n${body("", 64)}\\n${body("", 12)}\\n-----END PRIVATE KEY-----`,
];

test.each(secrets)("what is found is masked, and found no more: %s", (secret) => {
  expect(findSecret(secret)).toBeDefined();
  for (const text of [secret, `Use "${secret}".`, `日本 ${secret}日本`, `{"k":"${secret}"}`]) {
    const masked = maskSecretShapes(text);
    expect(masked).not.toContain("a1B2");
    expect(findSecret(masked)).toBeUndefined();
  }
});

test("nothing that is found in any text is left by masking", () => {
  const piece = fc.oneof(fc.string(), fc.constantFrom(...secrets, "://", "@", ":", "sig=", "Bearer ", "eyJ"));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
      const masked = maskSecretShapes(pieces.join(""));
      expect(findSecret(masked)).toBeUndefined();
    }),
  );
});

test.each([
  ["a JSON web token without claims or signature", `${body("eyJ", 20)}.e30.`],
  ["a private key as a value in JSON", `"-----BEGIN PRIVATE KEY-----\\n${body("", 64)}\\n"`],
])("%s is found", (_, text) => {
  expect(findSecret(text)).toBeDefined();
});

test.each([
  "ftjob-0123456789abcdef0123456789abcdef",
  "file-0123456789abcdef0123456789abcdef",
  "o4-mini-2025-04-16.ft-0123456789abcdef0123456789abcdef-customer-support",
  "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0bc0d31a2f0f5b6b0a8d3c",
  "azureml://registries/azure-openai/models/o4-mini/versions/2025-04-16",
  "errors/graders/judge_a/errors/train_sample_parse_error_mean",
  "/subscriptions/0a1b2c3d-0000-1111-2222-333344445555/resourceGroups/rg/providers/Microsoft.CognitiveServices",
])("nothing is masked in %s", (text) => {
  expect(maskSecretShapes(text)).toBe(text);
});

test("a mark and many blanks are masked in time that grows with the text", () => {
  const begun = performance.now();
  for (const mark of [
    "Bearer",
    "Basic",
    "api-key",
    "sig=",
    "://",
    "sk-",
    "eyJ",
    "-----BEGIN PRIVATE KEY-----",
  ])
    maskSecretShapes(`${mark}${" ".repeat(100_000)}${mark}${"a-".repeat(50_000)}`);
  expect(performance.now() - begun).toBeLessThan(5_000);
});
