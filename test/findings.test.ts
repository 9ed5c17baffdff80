import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { findingCodes } from "../src/finding.js";
import { diagnosisCodes } from "../src/job/diagnosis/diagnosis.js";

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
