import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  linkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type OutputTarget, openOutput } from "#files/write-file.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rft-write-"));
  writeFileSync(join(folder, "in.jsonl"), "in");
  writeFileSync(join(folder, "old.jsonl"), "old");
});
afterEach(() => rmSync(folder, { recursive: true }));

function target(path: string, more: Partial<OutputTarget> = {}): OutputTarget {
  return {
    path,
    absolutePath: join(folder, path),
    force: false,
    inputs: [join(folder, "other"), join(folder, "in.jsonl")],
    ...more,
  };
}
const read = (path: string) => readFileSync(join(folder, path), "utf8");
const before = ["in.jsonl", "old.jsonl"];

describe("openOutput", () => {
  it("gives the file its name only when it is committed, and leaves nothing beside it", async () => {
    const output = await openOutput(target("new.jsonl"));
    const piece = "x".repeat(300_000);
    await output.write(piece);
    await output.write("end");
    expect(readdirSync(folder)).not.toContain("new.jsonl");
    await output.commit();
    await output.discard();
    expect(read("new.jsonl")).toBe(`${piece}end`);
    expect(readdirSync(folder)).toEqual([before[0], "new.jsonl", before[1]]);
  });

  it("leaves nothing where it is discarded", async () => {
    const output = await openOutput(target("old.jsonl", { force: true }));
    await output.write("x".repeat(300_000));
    await output.discard();
    expect(read("old.jsonl")).toBe("old");
    expect(readdirSync(folder)).toEqual(before);
  });

  it("replaces a file only where that is asked for, and a link's file, not the link", async () => {
    await expect(openOutput(target("old.jsonl"))).rejects.toMatchObject({ code: "usage" });
    symlinkSync("old.jsonl", join(folder, "link.jsonl"));
    await expect(openOutput(target("link.jsonl"))).rejects.toMatchObject({ code: "usage" });
    const output = await openOutput(target("link.jsonl", { force: true }));
    await output.write("new");
    await output.commit();
    expect(read("old.jsonl")).toBe("new");
  });

  it("does not replace a file that has come there meanwhile", async () => {
    const output = await openOutput(target("new.jsonl"));
    await output.write("mine");
    writeFileSync(join(folder, "new.jsonl"), "theirs");
    await expect(output.commit()).rejects.toMatchObject({
      code: "usage",
      message: "new.jsonl: there is such a file already",
    });
    await output.discard();
    expect(read("new.jsonl")).toBe("theirs");
    expect(readdirSync(folder)).toEqual(["in.jsonl", "new.jsonl", "old.jsonl"]);
  });

  it.each([
    ["in.jsonl", "usage", "in.jsonl: the output is the input itself"],
    ["./in.jsonl", "usage", "the output is the input itself"],
    ["soft.jsonl", "usage", "the output is the input itself"],
    ["hard.jsonl", "usage", "the output is the input itself"],
    [".", "usage", ".: is a folder"],
    ["../../dev/null", "usage", "is no regular file"],
    ["gone/new.jsonl", "input", "gone/new.jsonl: cannot be written: no such folder"],
    ["old.jsonl/new.jsonl", "input", "old.jsonl/new.jsonl: cannot be written: its folder is a file"],
  ])("refuses %s, even with force", async (path, code, message) => {
    symlinkSync("in.jsonl", join(folder, "soft.jsonl"));
    linkSync(join(folder, "in.jsonl"), join(folder, "hard.jsonl"));
    const absolutePath = path.includes("dev/null") ? "/dev/null" : join(folder, path);
    await expect(openOutput(target(path, { force: true, absolutePath }))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message) as string,
    });
    expect(read("in.jsonl")).toBe("in");
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
  });
});
