// Puts the real output of the marked command lines into README.md. A test holds that they are the real ones.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

const bin = resolve("dist/rft.cjs");

/** What a command prints on stdout in the folder of the examples, whatever its exit code. */
function output(argv) {
  const options = {
    cwd: "fixtures/cli",
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    env: { PATH: "" },
  };
  try {
    return execFileSync(process.execPath, [bin, ...argv], options);
  } catch (error) {
    return error.stdout;
  }
}

const fence = (words) => `\`\`\`console\n$ rft ${words}\n${output(words.split(" "))}\`\`\`\n`;
const text = readFileSync("README.md", "utf8")
  .replaceAll(
    /<!-- \$ rft (.*?) -->\n(?:\n```console\n[\s\S]*?```\n)?/g,
    (_, words) => `<!-- $ rft ${words} -->\n\n${fence(words)}`,
  )
  .replace(/<!-- help -->\n(?:\n```console\n[\s\S]*?```\n)?/, () => `<!-- help -->\n\n${fence("--help")}`);
writeFileSync("README.md", text);
