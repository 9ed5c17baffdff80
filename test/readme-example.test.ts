import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const example = /<!-- example -->\n\n```js\n([\s\S]*?)```\n\nprints `(.*?)` and `(.*?)`/.exec(
  readFileSync("README.md", "utf8"),
);

it("the README's example of the library runs as it stands and prints what is said (needs npm run build)", () => {
  const [, code = "", first, second] = example ?? [];
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8" });
  expect(printed).toBe(`${first}\n${second}\n`);
});
