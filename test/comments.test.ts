import { readFileSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";

const files = readdirSync("src", { recursive: true, encoding: "utf8" }).map((path) =>
  path.replaceAll("\\", "/"),
);

test("a file that a comment names by its path from src/ is there, by its whole path", () => {
  const broken = files
    .filter((path) => path.endsWith(".ts"))
    .flatMap((path) =>
      [...readFileSync(`src/${path}`, "utf8").matchAll(/`([\w./-]+\.ts)`/g)]
        .filter(([, named = ""]) => !files.includes(named))
        .map(([, named]) => `${path}: ${named}`),
    );
  expect(broken).toEqual([]);
});
