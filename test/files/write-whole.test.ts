import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeWhole } from "#files/write-whole.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rft-whole-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("writeWhole", () => {
  it("replaces what stands there, and leaves nothing beside it", async () => {
    writeFileSync(join(folder, "a.json"), "old and longer");
    await writeWhole(join(folder, "a.json"), "new");
    expect(readFileSync(join(folder, "a.json"), "utf8")).toBe("new");
    expect(readdirSync(folder)).toEqual(["a.json"]);
  });

  it("takes several that write the same at once", async () => {
    const texts = Array.from({ length: 8 }, (_, n) => String(n).repeat(50_000));
    await Promise.all(texts.map((text) => writeWhole(join(folder, "a.json"), text)));
    expect(texts).toContain(readFileSync(join(folder, "a.json"), "utf8"));
    expect(readdirSync(folder)).toEqual(["a.json"]);
  });

  it("leaves nothing where the file cannot have its name", async () => {
    mkdirSync(join(folder, "a.json"));
    await expect(writeWhole(join(folder, "a.json"), "new")).rejects.toMatchObject({ code: "EISDIR" });
    expect(readdirSync(folder)).toEqual(["a.json"]);
  });

  it("rejects with Node's own error", async () => {
    await expect(writeWhole(join(folder, "gone", "a.json"), "")).rejects.toMatchObject({ code: "ENOENT" });
  });
});
