// Puts the real output of the marked command lines into README.md. A test checks that it is up to date.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

const bin = resolve("dist/rft.cjs");

/** What a command prints on stdout in the examples' folder, whatever its exit code. */
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

/** The output in a code block; output that contains a fence needs a longer one. */
function fence(words) {
  const shown = output(words.split(" "));
  const marks = shown.includes("```") ? "````" : "```";
  return `${marks}console\n$ rft ${words}\n${shown}${marks}\n`;
}

const day = new Date().toISOString().slice(0, 10);
const text = readFileSync("README.md", "utf8")
  .replace(/<!-- output as of .*? -->/, () => `<!-- output as of ${day} -->`)
  .replaceAll(
    /<!-- \$ rft (.*?) -->\n(?:\n(`{3,})console\n[\s\S]*?\n\2\n)?/g,
    (_, words) => `<!-- $ rft ${words} -->\n\n${fence(words)}`,
  )
  .replace(
    /<!-- help -->\n(?:\n(`{3,})console\n[\s\S]*?\n\1\n)?/,
    () => `<!-- help -->\n\n${fence("--help")}`,
  );
writeFileSync("README.md", text);
