import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { run } from "#test/cli/run-in-memory.js";

const readme = readFileSync("README.md", "utf8");

/** The console blocks that follow a marker `<!-- $ rft ... -->`, with the marker's command line. */
const blocks = [...readme.matchAll(/<!-- \$ rft (.*?) -->\n\n(`{3,})console\n\$ rft (.*)\n([\s\S]*?)\2\n/g)];

describe("README", () => {
  test("has its session", () => expect(blocks.map(([, words]) => words)).toHaveLength(4));

  test.each(blocks.map(([, words, , shown, output]) => ({ words, shown, output })))(
    "$words: the output shown is the real one",
    async ({ words = "", shown, output }) => {
      const { stdout } = await run(words.split(" "));
      expect({ shown, output }).toEqual({ shown: words, output: stdout });
    },
  );

  test("the help shown is the real one", async () => {
    const { stdout } = await run(["--help"]);
    expect(readme).toContain(`<!-- help -->\n\n\`\`\`console\n$ rft --help\n${stdout}\`\`\`\n`);
  });

  test("names every command's own page of help that there is", async () => {
    const { stdout } = await run(["--help"]);
    const commands = readdirSync("src/cli/commands").map((file) => file.replace(/\.ts$/, ""));
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} `, "m"));
  });

  test("every link inside the project leads somewhere", () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path = ""]) => path);
    const broken = links.filter(
      (path) =>
        !readdirSync(path.includes("/") ? path.replace(/\/[^/]*$/, "") : ".").includes(
          path.replace(/.*\//, ""),
        ),
    );
    expect(broken).toEqual([]);
  });
});
