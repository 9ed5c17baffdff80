import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, posix, sep } from "node:path";

/**
 * Makes `#room/...` imports in a folder of declarations relative: package.json maps them to src/, which is not
 * published.
 * @param folder where tsc has put the declarations of all of src/
 */
export function makeTypesRelative(folder) {
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".d.ts")) continue;
    const path = join(folder, name);
    const from = dirname(name).replaceAll(sep, "/");
    const relative = (target) => posix.relative(from, target).replace(/^(?!\.)/, "./");
    const text = readFileSync(path, "utf8").replace(
      /((?:from |import\()")#([^"]+)(?=")/g,
      (_, before, target) => before + relative(target),
    );
    writeFileSync(path, text);
  }
}
