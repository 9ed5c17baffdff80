import { describe, expect, test } from "vitest";
import { findingCodes } from "#finding.js";
import { diagnosisCodes } from "#run/diagnosis/diagnosis.js";
import { run } from "#test/support/run-in-memory.js";

const codes = [...findingCodes, ...diagnosisCodes];

describe("rft explain", () => {
  test("lists every code with the whole first sentence of its definition", async () => {
    const { stdout, exitCode } = await run(["explain", "--json"]);
    const { data } = JSON.parse(stdout) as { data: { code: string; summary: string }[] };
    expect(exitCode).toBe(0);
    expect(data.map(({ code }) => code).toSorted()).toEqual(codes.toSorted());
    for (const { summary } of data) expect(summary).toMatch(/^\S.*[^.]\.$/);
    const list = (await run(["explain"])).stdout;
    for (const { code } of data) expect(list).toMatch(new RegExp(`^${code}\\n {4}\\S`, "m"));
  });

  test.each(codes)("%s: all of the page's words, no markup, no line of prose too wide", async (code) => {
    const { stdout } = await run(["explain", code], { columns: 72 });
    const { data } = JSON.parse((await run(["explain", code, "--json"])).stdout) as {
      data: { text: string };
    };
    const words = (text: string) => text.match(/[\p{L}\p{N}]+/gu);
    const page = data.text.replaceAll(/^```\w*$/gm, "");
    expect(words(stdout)).toEqual(words(page));
    expect(stdout).not.toMatch(/^(#|```|>)/m);
    const prose = stdout
      .split("\n")
      .filter((line) => !/^( {4}|[-|*]|\d+\.)/.test(line) && line.includes(" "));
    expect(prose.filter((line) => line.length > 72)).toEqual([]);
  });

  test.each(["flat", "overfit", "reward-flatt"])(
    "%s is no code: the one that it means is named",
    async (name) => {
      const { stderr, exitCode } = await run(["explain", name]);
      expect(exitCode).toBe(2);
      expect(stderr).toContain(`Did you mean "${name === "overfit" ? "train-valid-gap" : "reward-flat"}"?`);
    },
  );

  test("is as wide as a terminal, to a limit", async () => {
    const longest = async (columns: number) => {
      const { stdout } = await run(["explain", "field-null"], { columns });
      return Math.max(...stdout.split("\n").map((line) => (line.startsWith(" ") ? 0 : line.length)));
    };
    expect(await longest(40)).toBeLessThanOrEqual(40);
    expect(await longest(500)).toBeGreaterThan(80);
    expect(await longest(500)).toBeLessThanOrEqual(100);
  });

  test("has its headings in bold where there are colours", async () => {
    const { stdout } = await run(["explain", "field-null"], { tty: true, columns: 80 });
    expect(stdout).toContain("\u001B[1mWhy it costs\u001B[22m\n");
  });
});
