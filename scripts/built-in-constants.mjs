import { readFileSync, readdirSync } from "node:fs";

const pages = "docs/findings";

/** The names that the build and the tests replace in the code, each with the text of an expression. */
export function builtInConstants() {
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  const findingPages = Object.fromEntries(
    readdirSync(pages).map((file) => [file.replace(/\.md$/, ""), readFileSync(`${pages}/${file}`, "utf8")]),
  );
  return { RFT_VERSION: JSON.stringify(version), RFT_FINDING_PAGES: JSON.stringify(findingPages) };
}
