import { existsSync, readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { findingCodes } from "#finding.js";
import { diagnosisCodes } from "#run/diagnosis/diagnosis.js";

const codes = [...findingCodes, ...diagnosisCodes];

const sections = ["## Definition", "## Why it costs", "## The service's own words", "## How to fix"];

describe("every finding has its page", () => {
  test("there is a page for each code and a code for each page", () => {
    const pages = readdirSync("docs/findings").map((file) => file.replace(/\.md$/, ""));
    expect(pages.toSorted()).toEqual(codes.toSorted());
  });

  test.each(codes)("%s", (code) => {
    const page = readFileSync(`docs/findings/${code}.md`, "utf8");
    expect(page.split("\n")[0]).toBe(`# ${code}`);
    expect(page.match(/^## .*$/gm)).toEqual(sections);
    // A quotation without its year cannot be checked by anybody; where nothing is published, the page says so.
    expect(page.split("## The service's own words")[1]).toMatch(/20\d\d|None published/);
  });
});

const page = "../shared/reference/azure-rft-howto-2025-05.md";

/** Words only: typography, line ends and markup differ between a page and what is quoted of it. */
function words(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[\W_]+/g, " ")
    .trim();
}

describe.skipIf(!existsSync(page))("quotations (skipped without ../shared)", () => {
  const source = existsSync(page) ? words(readFileSync(page, "utf8")) : "";
  const quotations = findingCodes.flatMap((code) => {
    const text = readFileSync(`docs/findings/${code}.md`, "utf8");
    return [...text.matchAll(/o4-mini \(Preview\)_, 2025-05-11: [^"\n]*"([^"\n]+)"/g)].map(
      ([, quoted = ""]) => [code, quoted],
    );
  });

  test("there are many of Microsoft's page", () => {
    expect(quotations.length).toBeGreaterThan(20);
  });

  test.each(quotations)("%s: %s", (_, quoted) => {
    for (const part of (quoted ?? "").split("...")) expect(source).toContain(words(part));
  });
});
