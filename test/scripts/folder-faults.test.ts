import { expect, test } from "vitest";
import { folderFaults } from "#scripts/folder-faults.mjs";

/** Modules by the files that they import. */
function modulesOf(imports: Readonly<Record<string, readonly string[]>>) {
  return Object.entries(imports).map(([source, resolved]) => ({
    source: `src/${source}`,
    dependencies: resolved.map((path) => ({ resolved: `src/${path}` })),
  }));
}

const sound = { "a/one.ts": ["b/two.ts", "errors.ts"], "b/two.ts": ["errors.ts"], "errors.ts": [] };

test("rooms that import down only have no fault", () => {
  expect(folderFaults(modulesOf(sound), ["src/a", "src/b"])).toEqual([]);
});

test("the library's face may import from every room", () => {
  const modules = modulesOf({ ...sound, "index.ts": ["a/one.ts"], "b/two.ts": ["index.ts"] });
  expect(folderFaults(modules, ["src/a", "src/b"])).toEqual([]);
});

test.each([
  ["two folders that import each other", { "b/two.ts": ["a/three.ts"], "a/three.ts": [] }, ["a -> src/b"]],
  [
    "a circle of three",
    { "b/two.ts": ["c/three.ts"], "c/three.ts": ["a/one.ts"] },
    ["a -> src/b -> src/c -> src/a", "b -> src/c -> src/a -> src/b", "c -> src/a -> src/b -> src/c"],
  ],
  ["files beside folders", { "b/c/three.ts": [] }, ["src/b: holds files and folders"]],
  ["a folder that is no room", { "d/three.ts": [] }, ["src/d: no row"]],
  [
    "more files than a glance takes in",
    Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`a/more-${index}.ts`, []])),
    ["src/a: 26 files"],
  ],
])("%s is a fault", (_, more: Record<string, string[]>, faults) => {
  const found = folderFaults(modulesOf({ ...sound, ...more }), ["src/a", "src/b", "src/c", "src/b/c"]);
  for (const fault of faults) expect(found).toContainEqual(expect.stringContaining(fault));
});

test("a room without files is a fault", () => {
  expect(folderFaults(modulesOf(sound), ["src/a", "src/b", "src/gone"])).toEqual([
    "src/gone: in the table of rooms, and no folder with files",
  ]);
});
