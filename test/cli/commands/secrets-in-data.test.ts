import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "#test/support/run-in-memory.js";

// Put together here, so that nobody's scanner takes this file for a leak. Each secret holds "a1B2" at its start.
const key = (begin: string, length: number) => begin + "a1B2c3D4e5".repeat(20).slice(0, length);
const token = key("ghp_", 36);
const connection = `postgres://admin:${key("", 20)}@db.example.com/rows`;

/** A text that is cut where it is shown, so that the cut after so many characters goes through the secret. */
function cutAt(characters: number, secret: string): string {
  return `${"word ".repeat(characters).slice(0, characters - 11)} ${secret} and so on`;
}

/** Fields of a row, the same in every row, that hold a secret in one way each. */
const planted: Record<string, object> = {
  "as a value": { answer: token },
  "in a value that is cut": { answer: cutAt(64, token) },
  "in a reference that a message cuts": { reference_answer: cutAt(60, token) },
  "at the end of a reference that a message cuts": { reference_answer: `${"word ".repeat(10)}${token}` },
  "in a value that a report cuts": { answer: cutAt(24, token) },
  "in a value that an attack's example cuts": { reference_answer: cutAt(199, token) },
  "as the name of a field": { [token]: "1" },
  "in the name of a field, where a JSON pointer escapes it": { [connection]: "1" },
  "as a key of an object": { answer: { [token]: 1 } },
  "in a list": { answer: ["a", token] },
  "in an object in a list": { answer: [{ a: token }] },
  "as a word that the service does not know": { messages: [{ role: token, content: "Say one." }] },
  "in a value that a message names by its start": { tools: cutAt(60, token) },
  "as a signed URL": { answer: `https://x.blob.core.windows.net/c?sv=2024&sig=${key("", 43)}%3D` },
  "as a connection string that a cut would spoil": { answer: cutAt(64, connection) },
  "as a private key": { answer: `-----BEGIN PRIVATE KEY-----\\n${key("", 64)}\\n-----END PRIVATE KEY-----` },
};

let cwd = "";
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "rft-secrets-"));
  writeFileSync(
    join(cwd, "grader.json"),
    JSON.stringify({
      type: "string_check",
      name: "same",
      input: "{{sample.output_text}}",
      reference: "{{item.reference_answer}}",
      operation: "like",
    }),
  );
});
afterAll(() => rmSync(cwd, { recursive: true }));

/** Twelve rows that hold it, and one in which its fields are null. */
function rowsWith(fields: object): string {
  const rows = Array.from({ length: 12 }, (_, index) => ({
    messages: [{ role: "user", content: `Say the number ${index} once.` }],
    reference_answer: "one",
    ...fields,
  }));
  const empty = Object.fromEntries(Object.keys(fields).map((name) => [name, null]));
  const last = { messages: [{ role: "user", content: "Say all." }], reference_answer: "all", ...empty };
  return [...rows, last].map((row) => `${JSON.stringify(row)}\n`).join("");
}

const commands = [
  "validate-data rows.jsonl --near-duplicates",
  "validate-data rows.jsonl --json",
  "validate-data rows.jsonl --format sarif",
  "validate-data rows.jsonl --format github",
  "validate-data rows.jsonl --grader grader.json",
  "check-grader grader.json --data rows.jsonl",
  "check-grader grader.json --data rows.jsonl --json",
  "convert rows.jsonl -o converted.jsonl --force",
  "convert rows.jsonl -o converted.jsonl --force --json",
  "split rows.jsonl --stratify answer --force",
  "split rows.jsonl --stratify answer --force --json",
];

describe.each(Object.entries(planted))("a secret %s", (_, fields) => {
  test.each(commands)("is not shown by %s", async (command) => {
    writeFileSync(join(cwd, "rows.jsonl"), rowsWith(fields));
    const { stdout, stderr } = await run(command.split(" "), { cwd });
    expect(stdout + stderr).not.toBe("");
    expect(stdout + stderr).not.toContain("a1B2");
  });
});
