import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { run } from "#test/support/run-in-memory.js";

const readme = readFileSync("README.md", "utf8");

/** The day on which the shown output was made: what is said of retirements depends on it. */
const [, day = ""] = /<!-- output as of (\d{4}-\d{2}-\d{2}) -->/.exec(readme) ?? [];

/** The console blocks that follow a marker `<!-- $ rft ... -->`, with the marker's command line. */
const blocks = [...readme.matchAll(/<!-- \$ rft (.*?) -->\n\n(`{3,})console\n\$ rft (.*)\n([\s\S]*?)\2\n/g)];

describe("README", () => {
  test("says of which day its output is", () => expect(day).not.toBe(""));

  test("has its session", () => expect(blocks.map(([, words]) => words)).toHaveLength(4));

  test.each(blocks.map(([, words, , shown, output]) => ({ words, shown, output })))(
    "$words: the output shown is the real one",
    async ({ words = "", shown, output }) => {
      const { stdout } = await run(words.split(" "), { now: () => new Date(`${day}T12:00:00Z`) });
      expect({ shown, output }).toEqual({ shown: words, output: stdout });
    },
  );

  test("the help shown is the real one", async () => {
    const { stdout } = await run(["--help"]);
    expect(readme).toContain(`<!-- help -->\n\n\`\`\`console\n$ rft --help\n${stdout}\`\`\`\n`);
  });

  test("names every command's own page of help that there is", async () => {
    const { stdout } = await run(["--help"]);
    const files = readdirSync("src/cli/commands", { recursive: true, encoding: "utf8" });
    const commands = files
      .filter((file) => file.endsWith(".ts"))
      .flatMap((file) => {
        const text = readFileSync(`src/cli/commands/${file}`, "utf8");
        return [...text.matchAll(/defineCommand\(\s*"([a-z-]+)/g)].map(([, name]) => name);
      });
    expect(commands.length).toBeGreaterThan(20);
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
