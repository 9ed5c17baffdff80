import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";

interface Packed {
  size: number;
  files: { path: string }[];
}

// npm answers with a list, newer versions with an object by package name.
const answer: unknown = JSON.parse(
  execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }),
);
const [packed] = Object.values(answer as Record<string, Packed>);
const files = packed?.files.map(({ path }) => path) ?? [];
const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Record<string, unknown>;

describe("the published package", () => {
  test("needs no other package and runs nothing when it is installed", () => {
    expect(manifest).not.toHaveProperty("dependencies");
    expect(manifest).not.toHaveProperty("peerDependencies");
    expect(Object.keys(manifest["scripts"] as object)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(pre|post)?install$|^prepare$/)]),
    );
  });

  test("versions are exact", () => {
    for (const version of Object.values(manifest["devDependencies"] as object))
      expect(version).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
  });

  test("holds the program, the library, its types, the schema and the licences, and no source or test", () => {
    expect(files).toEqual(
      expect.arrayContaining([
        "package.json",
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "dist/rft.cjs",
        "dist/library/index.js",
        "dist/types/index.d.ts",
        "dist/job-file.schema.json",
        "dist/tables/o200k-base.bin",
        "dist/tables/wordnet-3.0.bin",
        "dist/THIRD-PARTY-LICENSES.txt",
        "docs/findings/invalid-json.md",
      ]),
    );
    expect(files.filter((path) => /^(src|test|bench|fixtures|scripts|node_modules)\//.test(path))).toEqual(
      [],
    );
  });

  // The bar of a packed size: 4 MB.
  test("is small", () => expect(packed?.size).toBeLessThan(4_000_000));

  test("carries the licence of each package that is bundled", () => {
    const text = readFileSync("dist/THIRD-PARTY-LICENSES.txt", "utf8");
    for (const name of [
      "commander",
      "chalk",
      "zod",
      "openai",
      "@azure/identity",
      "@azure/msal-node",
      "fast-glob",
      "yaml",
    ]) {
      expect(text).toMatch(new RegExp(`^${name} \\d`, "m"));
    }
    expect(text).not.toMatch(/^(vitest|typescript|rolldown) \d/m);
    expect(text).toContain("Apache License");
  });

  test("its types need no types of a package that is not installed with it", () => {
    const seen = new Set<string>();
    const foreign: string[] = [];
    const visit = (path: string) => {
      if (seen.has(path)) return;
      seen.add(path);
      for (const [, specifier = ""] of readFileSync(path, "utf8").matchAll(
        /(?:from|import\()\s*"([^"]+)"/g,
      )) {
        if (specifier.startsWith(".")) visit(join(dirname(path), specifier.replace(/\.js$/, ".d.ts")));
        else foreign.push(`${path}: ${specifier}`);
      }
    };
    visit("dist/types/index.d.ts");
    expect(seen.size).toBeGreaterThan(10);
    expect(foreign).toEqual([]);
  });

  test("the job file's schema knows the job file's keys and no others", () => {
    const schema = JSON.parse(readFileSync("dist/job-file.schema.json", "utf8")) as {
      properties: object;
      required: string[];
      additionalProperties: boolean;
    };
    expect(Object.keys(schema.properties)).toContain("trainingType");
    expect(schema.required).toEqual(["model", "training_file", "method"]);
    expect(schema.additionalProperties).toBe(false);
  });
});
