import published from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" with { type: "json" };
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import type { ValidationResult } from "#dataset/validate/validate.js";
import type { Finding } from "#finding.js";
import { reportGithub } from "#report/findings/report-github.js";
import { reportSarif } from "#report/findings/report-sarif.js";
import { run } from "#test/support/run-in-memory.js";

// The schema is of draft 4, whose identifiers Ajv refuses; what it uses beside them has not changed since.
const { $schema: _draft, id: _id, ...schema } = published;
const isSarif = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);

const odd: Finding = {
  code: "role-unknown",
  severity: "error",
  message: 'a message has the role "x\n::error::y%0A"',
  help: "Take another, for instance: user",
  file: "a b/ü,1:2%.jsonl",
  line: 3,
  column: 4,
  pointer: "/messages/0/role",
  count: 7,
};
const bare: Finding = { code: "empty-file", severity: "note", message: "m", help: "h" };

function resultOf(...findings: Finding[]): ValidationResult {
  return { ok: false, files: [], findings, summary: { errors: 1, warnings: 0, notes: 1 } };
}

describe("SARIF", () => {
  it.each([
    ["nothing found", resultOf()],
    ["odd places and none", resultOf(odd, bare, { ...odd, file: "-" }, { ...odd, file: "/abs/x.jsonl" })],
  ])("of %s is what the published schema asks for", (_, result) => {
    const log: unknown = JSON.parse(reportSarif(result, "1.2.3"));
    expect(isSarif(log), JSON.stringify(isSarif.errors)).toBe(true);
  });

  it("is not just anything", () => {
    expect(isSarif({ version: "2.1.0", runs: [{ tool: { driver: {} }, results: [{ level: "bad" }] }] })).toBe(
      false,
    );
  });

  it("says where, in a URI that can be read", () => {
    const { runs } = JSON.parse(reportSarif(resultOf(odd, bare), "1.2.3")) as {
      runs: { results: Record<string, unknown>[] }[];
    };
    expect(runs[0]?.results).toEqual([
      {
        ruleId: "role-unknown",
        ruleIndex: 0,
        level: "error",
        message: { text: `${odd.message}. ${odd.help}` },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: "a%20b/%C3%BC%2C1%3A2%25.jsonl" },
              region: { startLine: 3, startColumn: 4 },
            },
            logicalLocations: [{ fullyQualifiedName: "/messages/0/role" }],
          },
        ],
        properties: { count: 7 },
      },
      { ruleId: "empty-file", ruleIndex: 1, level: "note", message: { text: "m. h" }, locations: [{}] },
    ]);
  });

  it("comes from the command, with the exit code of the findings", async () => {
    const { stdout, exitCode } = await run(["validate-data", "broken.jsonl", "--format", "sarif"]);
    expect(exitCode).toBe(1);
    expect(isSarif(JSON.parse(stdout)), JSON.stringify(isSarif.errors)).toBe(true);
  });
});

describe("workflow commands of GitHub", () => {
  it("let no value end a command or begin another", () => {
    const text = reportGithub(resultOf(odd, bare));
    expect(text).toBe(
      "::error file=a b/ü%2C1%3A2%25.jsonl,line=3,col=4,title=role-unknown::" +
        'a message has the role "x%0A::error::y%250A" (7 in this file)%0ATake another, for instance: user\n' +
        "::notice title=empty-file::m%0Ah\n" +
        "1 error, 0 warnings, 1 note\n",
    );
  });

  it("come from the command", async () => {
    const { stdout } = await run(["validate-data", "broken.jsonl", "--format", "github"]);
    expect(stdout).toMatch(/^::notice file=broken\.jsonl,title=small-data-set::/);
    expect(stdout).toMatch(/\n::error file=broken\.jsonl,line=4,col=259,title=invalid-json::/);
  });

  it("are refused where there is nothing to annotate", async () => {
    const { exitCode, stderr } = await run(["check-grader", "grader.json", "--format", "sarif"]);
    expect([exitCode, stderr]).toEqual([
      2,
      "error: check-grader has no --format sarif\n  Take human or json; sarif and github are for validate-data.\n",
    ]);
  });
});
