import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { formatTable, makeTable } from "#scripts/update-retirement.mjs";
import { retirementPage } from "#test/support/retirement-page.js";
import { retirement } from "#rules/retirement.js";

const fixture = retirementPage;
const target = "src/rules/retirement-table.json";

interface Parts {
  date?: string;
  base?: string;
  tuned?: string;
  note?: string;
}

const plainBase =
  "| Model | Version | Lifecycle | Retirement date |\n|---|---|---|---|\n| m | 1 | GA | 2027-01-02 |";
const tunedHead =
  "| Model | Version | Training retirement date | Deployment retirement date |\n|---|---|---|---|\n";
const plainTuned = `${tunedHead}| m | 1 | 2027-02-03 | 2028-02-03 |`;

function page({ date = "2026-12-01", base = plainBase, tuned = plainTuned, note = "" }: Parts): string {
  return `---\ntitle: include file\nms.date: ${date}\n---\n\n# Title\n\n${base}\n\n#### Fine-tuned models\n\nText | with a pipe.\n\n${tuned}\n\n${note}\n`;
}

const base = (text: string) => makeTable(page({ base: text })).base;
const tuned = (cell: string, note = "") =>
  makeTable(page({ tuned: `${tunedHead}| m | 1 | ${cell} | 2028-02-03 |`, note })).tuned[0];

describe("the page's shape", () => {
  // Once the rules are renewed from a later page, that one is not here.
  test.skipIf(retirement.date !== "2026-09-02")("the rules hold what the page of 2026-09-02 says", () => {
    expect(formatTable(makeTable(fixture))).toBe(readFileSync(target, "utf8"));
  });

  test("columns in any order, bold, code, links, alignment, no outer pipes", () => {
    const text =
      "**Retirement date** | Replacement | **Model** | Lifecycle | Version\n:---|:---:|---|---|--:\n" +
      "**2027-01-02** | — | [`gpt-9`](../models/gpt-9.md) | *GA* | 2026-01-01";
    expect(base(text)).toEqual([{ model: "gpt-9", version: "2026-01-01", status: "GA", date: "2027-01-02" }]);
  });

  test("CRLF, a byte order mark, blanks and quotes around the date", () => {
    const text = `\uFEFF${page({ date: '" 12/31/2026"' })}`.replaceAll("\n", "\r\n");
    expect(makeTable(text)).toMatchObject({ date: "2026-12-31", base: [{ model: "m", date: "2027-01-02" }] });
  });

  test("the day of its last change, where its own is not said", () => {
    const text = page({}).replace("ms.date: 2026-12-01", "updated_at: 2026-12-05T22:17:00Z");
    expect(makeTable(text).date).toBe("2026-12-05");
  });

  test.each([
    ["-", undefined],
    ["—", undefined],
    ["", undefined],
    ["n/a", undefined],
    ["No earlier than April 15, 2027", "2027-04-15"],
    ["15 Apr 2027", "2027-04-15"],
    ["4/15/2027", "2027-04-15"],
    ["2027-04-15<sup>2</sup>", "2027-04-15"],
    ["2027-04-15T00:00:00Z", "2027-04-15"],
    // A published table had such a day.
    ["2026-09-31", "2026-09-30"],
    ["2027-02-30", "2027-02-28"],
  ])("a base model that retires on %j", (cell, date) => {
    const head = "| Model | Version | Status | Retirement date |\n|---|---|---|---|\n";
    const text = `${head}| m | 1 | GA | ${cell} |\n| other | 1 | GA | 2027-01-01 |`;
    expect(base(text)[0]?.date).toBe(date);
  });

  test("several lines in a cell are several models", () => {
    const head = "| Model | Version | Lifecycle | Retirement date |\n|---|---|---|---|\n";
    const row = "| `a`<br>`b` | 1<br/>2 | GA | 2027-01-01<br>2027-02-01 |";
    expect(base(head + row)).toEqual([
      { model: "a", version: "1", status: "GA", date: "2027-01-01" },
      { model: "b", version: "2", status: "GA", date: "2027-02-01" },
    ]);
  });

  test("name and version in one column", () => {
    const text =
      "| Model, version | Retirement date |\n|---|---|\n| o9-mini 2025-04-16 | 2027-01-01 |\n| gpt-9 (2025-05-16) | - |";
    expect(base(text)).toEqual([
      { model: "o9-mini", version: "2025-04-16", date: "2027-01-01" },
      { model: "gpt-9", version: "2025-05-16" },
    ]);
  });

  test("tables in code blocks and of other things are none", () => {
    const other =
      "| Model | Current default version | Default upgrade date |\n|---|---|---|\n| x | 1 | 2027-01-01 |";
    const found = base(
      `\`\`\`md\n| Model | Retirement date |\n|---|---|\n| y | 2027-01-01 |\n\`\`\`\n\n${other}\n\n${plainBase}`,
    );
    expect(found.map(({ model }) => model)).toEqual(["m"]);
  });

  test("a row said twice is one, two dates of one model are both kept", () => {
    const head = "| Model | Version | Lifecycle | Retirement date |\n|---|---|---|---|\n";
    const rows = ["2026-09-21", "2027-04-06", "2027-04-06"]
      .map((date) => `| m | 1 | GA | ${date} |`)
      .join("\n");
    expect(base(head + rows).map(({ date }) => date)).toEqual(["2026-09-21", "2027-04-06"]);
  });
});

const note = "For existing customers only. Otherwise, training retirement occurs at base model retirement.";
const existing = { date: "2027-04-16", isEarliest: true, existingCustomersOnly: true };

describe("fine-tuned models", () => {
  test.each([
    ["No earlier than 2027-04-16^1^", `^1^ ${note}`, existing],
    ["No earlier than 2027-04-16<sup>1</sup>", `<sup>1</sup> ${note}`, existing],
    ["**No earlier than** 2027-04-16¹", `¹ ${note}`, existing],
    ["No earlier than 2027-04-16[^1]", `[^1]: ${note}`, existing],
    ["No earlier than 2027-04-16, existing customers only", "", existing],
    // The mark of another footnote.
    [
      "No earlier than 2027-04-16^2^",
      `^1^ ${note}\n\n^2^ Subject to change.`,
      { ...existing, existingCustomersOnly: false },
    ],
    ["Not before April 16, 2027", "", { ...existing, existingCustomersOnly: false }],
    ["2027-04-16", "", { date: "2027-04-16", isEarliest: false, existingCustomersOnly: false }],
    [
      "Base model retirement^1^",
      `^1^ ${note}`,
      { date: "2027-01-02", isEarliest: false, existingCustomersOnly: true },
    ],
    ["At base model retirement", "", { date: "2027-01-02", isEarliest: false, existingCustomersOnly: false }],
    ["—", "", undefined],
  ])("training: %s", (cell, footnote, training) => {
    expect(tuned(cell, footnote)?.training).toEqual(training);
  });

  test("deployments that end a year after training", () => {
    const row = `${tunedHead}| m | 1 | Base model retirement | One year after training retirement |`;
    expect(makeTable(page({ tuned: row })).tuned[0]).toMatchObject({ deployment: "2028-01-02" });
    const leap = page({ base: plainBase.replace("2027-01-02", "2028-02-29"), tuned: row });
    expect(makeTable(leap).tuned[0]).toMatchObject({ deployment: "2029-02-28" });
  });

  test("a cell that cannot be read is said, and has no date", () => {
    const said: string[] = [];
    const text = page({ tuned: `${tunedHead}| m | 1 | when the cows come home | 2028-02-03 |` });
    expect(makeTable(text, (one) => said.push(one)).tuned[0]).not.toHaveProperty("training");
    expect(said).toEqual(['m 1, fine-tuned: "when the cows come home" holds no date']);
  });
});

const run = (...argv: string[]) =>
  spawnSync(process.execPath, ["scripts/update-retirement.mjs", ...argv], { encoding: "utf8" });

describe("node scripts/update-retirement.mjs", () => {
  const folder = mkdtempSync(join(tmpdir(), "rft-retirement-"));
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  test("writes the table, the same for the same page", () => {
    const out = join(folder, "table.json");
    const path = write("page.md", page({}));
    for (const _ of [1, 2]) {
      expect(run(path, out)).toMatchObject({
        status: 0,
        stdout: expect.stringContaining("as of 2026-12-01") as string,
      });
      expect(JSON.parse(readFileSync(out, "utf8"))).toEqual(makeTable(page({})));
    }
  });

  test.each([
    ["no table at all", "---\nms.date: 2026-12-01\n---\n# Model retirements\n", /no table of base models/],
    ["no table of fine-tuned models", page({ tuned: "" }), /no table of fine-tuned models/],
    ["no date", page({}).replace(/ms\.date.*\n/, ""), /says no date/],
    ["a date that is none", page({ date: "soon" }), /says no date/],
    [
      "a date beyond the front matter",
      page({}).replace("ms.date:", "x:") + "ms.date: 2026-12-01",
      /says no date/,
    ],
    [
      "tables without dates",
      page({ base: plainBase.replace("2027-01-02", "-") }),
      /no date that can be read/,
    ],
    ["nothing", "", /no table of base models/],
  ])("a page with %s changes nothing", (_name, text, reason) => {
    const out = write("kept.json", "kept");
    const { status, stderr } = run(write("bad.md", text), out);
    expect(status).toBe(1);
    expect(stderr).toMatch(reason);
    expect(stderr).toContain("nothing was changed");
    expect(readFileSync(out, "utf8")).toBe("kept");
  });

  test("a page that is not there, and none", () => {
    expect(run(join(folder, "nowhere.md"))).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("ENOENT") as string,
    });
    expect(run()).toMatchObject({ status: 1, stderr: expect.stringContaining("name the page") as string });
  });
});

const shared = "../shared/data/service-2026-10/models-retirement-2026-09-02.json";

describe.skipIf(!existsSync(shared))("dates as others read them (skipped without ../shared)", () => {
  const rows = existsSync(shared)
    ? (JSON.parse(readFileSync(shared, "utf8")) as { base: string[][] }).base
    : [];
  test.each(rows)("%s %s", (model, version, status, date) => {
    const row = makeTable(fixture).base.find((one) => one.model === model && one.version === version);
    expect(row).toEqual({ model, version, status, ...(date !== "-" && { date }) });
  });
});
