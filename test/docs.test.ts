import { readFileSync, readdirSync } from "node:fs";
import { Command } from "commander";
import { describe, expect, test } from "vitest";
import type { Host } from "../src/cli/host.js";
import { createProgram } from "../src/cli/program.js";

const pages = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...["docs", "docs/findings"].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".md"))
      .map((name) => `${folder}/${name}`),
  ),
];

/** The grammar with commands that do nothing. */
function grammar(): Command {
  const output = { write: () => {}, isTTY: false, columns: undefined };
  return createProgram({
    host: { stdout: output, stderr: output } as unknown as Host,
    load: async () => ({ run: async () => 0 }),
    onExit: () => {},
  });
}

/** What stands in code: lines of blocks, and code inside of text. */
function codeOf(text: string): string[] {
  const blocks = [...text.matchAll(/^ *(`{3,})\w*\n([\s\S]*?)^ *\1$/gm)].map(([, , block = ""]) => block);
  const prose = text.replaceAll(/^ *(`{3,})\w*\n[\s\S]*?^ *\1$/gm, "");
  const inline = [...prose.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
  return [...blocks.flatMap((block) => block.split("\n")), ...inline];
}

/** The words behind rft in a line of a shell, a cron table or a workflow; undefined where none is run. */
function wordsOf(line: string): string[] | undefined {
  const [, rest] =
    /^(?:\$ |- run: |.* && .*?)?(?:rft|npx azure-rft|node dist\/rft\.cjs) (.*)$/.exec(line) ?? [];
  if (rest === undefined) return undefined;
  const [command = ""] = rest.split(/ (?:#|&&|\||>>) /);
  const words = command.match(/(?:"[^"]*"|'[^']*'|\$\{\{.*?\}\}|\S)+/g) ?? [];
  return words.map((word) => word.replaceAll(/^["']|["']$/g, ""));
}

const lines = pages.flatMap((page) =>
  codeOf(readFileSync(page, "utf8")).flatMap((line) => {
    const words = wordsOf(line.trim());
    // One word names a command, and runs none.
    return words && words.length > 1 ? [{ page, line: words.join(" "), words }] : [];
  }),
);

/** Flags of other programs. */
const foreign = ["--random-source"];

function flagsOf(command: Command): string[] {
  const own = command.options.flatMap(({ short, long }) =>
    [short, long].filter((flag) => flag !== undefined),
  );
  return [...own, ...command.commands.flatMap(flagsOf)];
}

describe("the documentation", () => {
  test("shows command lines", () => expect(lines.length).toBeGreaterThan(50));

  test.each(lines)("$page: rft $line is in the grammar", async ({ words }) => {
    await expect(grammar().parseAsync(words, { from: "user" })).resolves.toBeInstanceOf(Command);
  });

  test("names no flag that there is not", () => {
    const known = new Set([...flagsOf(grammar()), "--help", ...foreign]);
    const unknown = pages.flatMap((page) =>
      codeOf(readFileSync(page, "utf8"))
        .flatMap((code) => code.match(/(?<![\w-])--[a-z][a-z-]+/g) ?? [])
        .filter((flag) => !known.has(flag))
        .map((flag) => `${page}: ${flag}`),
    );
    expect(unknown).toEqual([]);
  });
});
