import { readFileSync, readdirSync } from "node:fs";
import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { Command } from "commander";
import { describe, expect, test } from "vitest";
import { readProfiles } from "#azure/profile.js";
import type { Host } from "#cli/host/host.js";
import { createProgram } from "#cli/start/program.js";
import type { ConfigDocument } from "#document/config-document.js";
import { parseYamlDocument } from "#document/parse-yaml-document.js";
import { faultsFile } from "#emulator/faults/parse-faults.js";
import { jobFileSchema } from "#job/spec/spec-schema.js";
import { type JsonValue, isJsonObject } from "#json/json-value.js";

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
function grammar(): CommandUnknownOpts {
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

function flagsOf(command: CommandUnknownOpts): string[] {
  const own = command.options.flatMap(({ short, long }) =>
    [short, long].filter((flag) => flag !== undefined),
  );
  return [...own, ...command.commands.flatMap(flagsOf)];
}

/** The YAML blocks of a page, the right example of a finding's page last. */
function yamlOf(page: string): ConfigDocument[] {
  const blocks = [...readFileSync(page, "utf8").matchAll(/^```yaml\n([\s\S]*?)^```$/gm)];
  return blocks.map(([, text = ""]) => parseYamlDocument(text, page));
}

/** A part of a job file, in a whole one; hyperparameters by themselves stand where they belong. */
function inJobFile(value: JsonValue): object {
  const { hyperparameters, method, ...rest } = isJsonObject(value) ? value : {};
  const { reinforcement } = isJsonObject(method) ? method : {};
  const part = { grader: "grader.json", ...(hyperparameters !== undefined && { hyperparameters }) };
  return {
    model: "o4-mini-2025-04-16",
    training_file: "train.jsonl",
    ...rest,
    method: {
      type: "reinforcement",
      reinforcement: { ...part, ...(isJsonObject(reinforcement) && reinforcement) },
    },
  };
}

/** Blocks of other programs, and those of files that are no job file. */
const otherFiles: Record<string, (document: ConfigDocument) => unknown> = {
  "docs/connection.md": (document) => readProfiles(document, true),
  "docs/emulator-faults.md": ({ value }) => faultsFile.schema.parse(value),
  "docs/watch-overnight.md": ({ value }) => value,
};

test.each(pages.filter((page) => yamlOf(page).length > 0))("%s: its YAML can be used", (page) => {
  const shown = yamlOf(page);
  const use = otherFiles[page] ?? (({ value }: ConfigDocument) => jobFileSchema.parse(inJobFile(value)));
  expect(use(shown.at(-1)!)).toBeTypeOf("object");
});

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
