import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { NewEntry } from "#job/ledger/ledger-entry.js";
import { openLedger } from "#job/ledger/ledger.js";

const endpoint = "https://r.openai.azure.com/openai/v1";

function submitted(jobId: string): NewEntry {
  return { kind: "submitted", fingerprint: `print of ${jobId}`, endpoint, jobId };
}

/** A ledger in a folder of its own, what it said of damage, and the file's text. */
function start() {
  const folder = mkdtempSync(join(tmpdir(), "rft-ledger-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const damage: string[] = [];
  const path = join(folder, ".rft/ledger.jsonl");
  const open = () =>
    openLedger(folder, {
      now: () => new Date("2026-11-25T01:02:03Z"),
      onDamage: (text) => damage.push(text),
      processes: { pid: 1, isAlive: () => false },
      sleep: async () => {},
    });
  return { folder, damage, path, open, ledger: open(), text: () => readFileSync(path, "utf8") };
}

describe("the ledger", () => {
  test("keeps every kind of entry, in order, each on a line with its time", async () => {
    const { ledger, open, text } = start();
    const entries: NewEntry[] = [
      { kind: "uploaded", sha256: "abc", bytes: 3, filename: "train-abc.jsonl", fileId: "file-1", endpoint },
      {
        kind: "submitting",
        fingerprint: "f",
        endpoint,
        model: "o4-mini",
        trainingFile: "file-1",
        validationFile: "file-2",
        suffix: "a",
      },
      { kind: "unknown", fingerprint: "f", endpoint },
      { kind: "refused", fingerprint: "f", endpoint },
      submitted("ftjob-1"),
      { kind: "rule-state", jobId: "ftjob-1", state: { best: 0.5, "seen\n": [1] } },
      { kind: "paused-by-us", jobId: "ftjob-1", rule: "plateau:5" },
    ];
    for (const entry of entries) await ledger.append(entry);
    const at = "2026-11-25T01:02:03.000Z";
    expect(await open().entries()).toEqual(entries.map((entry) => ({ at, ...entry })));
    expect(text().trimEnd().split("\n")).toHaveLength(entries.length);
  });

  test("is empty, and makes nothing, where nothing was written", async () => {
    const { ledger, folder } = start();
    expect(await ledger.entries()).toEqual([]);
    expect(await ledger.latestJob()).toBeUndefined();
    expect(existsSync(join(folder, ".rft"))).toBe(false);
  });

  test("names the job submitted last, also where it was found again", async () => {
    const { ledger } = start();
    for (const id of ["ftjob-1", "ftjob-2", "ftjob-1"]) await ledger.append(submitted(id));
    await ledger.append({ kind: "rule-state", jobId: "ftjob-2", state: {} });
    expect(await ledger.latestJob()).toBe("ftjob-1");
  });

  test("tells a damaged line once and goes on; a later version's entry is passed over in silence", async () => {
    const { ledger, path, damage } = start();
    await ledger.append(submitted("ftjob-1"));
    appendFileSync(path, '{"kind":"submi\n');
    appendFileSync(path, "[]\n\n");
    appendFileSync(path, '{"at":"2026-11-25T01:02:03Z","kind":"submitted","jobId":7}\n');
    appendFileSync(path, '{"at":"2026-11-25T01:02:03Z","kind":"dreamed","of":"rewards"}\n');
    await ledger.append(submitted("ftjob-2"));
    expect((await ledger.entries()).map(({ kind }) => kind)).toEqual(["submitted", "submitted"]);
    expect(await ledger.latestJob()).toBe("ftjob-2");
    expect(damage).toEqual([
      ".rft/ledger.jsonl:2: not JSON",
      ".rft/ledger.jsonl:3: no entry with kind and time",
      ".rft/ledger.jsonl:5: submitted: fingerprint is not as it should be",
    ]);
  });

  test("a line that its writer did not finish costs that line, not the next", async () => {
    const { ledger, path, damage } = start();
    await ledger.append(submitted("ftjob-1"));
    appendFileSync(path, '{"at":"2026-11-25T01:0');
    await ledger.append(submitted("ftjob-2"));
    expect(await ledger.latestJob()).toBe("ftjob-2");
    expect(damage).toHaveLength(1);
  });

  test("says what a file in its place is, and what to do", async () => {
    const { ledger, folder, open } = start();
    writeFileSync(join(folder, ".rft"), "");
    await expect(ledger.append(submitted("ftjob-1"))).rejects.toMatchObject({
      code: "input",
      message: expect.stringMatching(/^\.rft.*cannot be written/),
    });
    rmSync(join(folder, ".rft"));
    mkdirSync(join(folder, ".rft/ledger.jsonl"), { recursive: true });
    await expect(open().entries()).rejects.toMatchObject({ code: "input" });
  });

  test("is not for the repository it stands in", async () => {
    const { ledger, folder } = start();
    await ledger.append(submitted("ftjob-1"));
    expect(readFileSync(join(folder, ".rft/.gitignore"), "utf8")).toBe("*\n");
  });
});
