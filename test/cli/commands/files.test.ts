import { describe, expect, test } from "vitest";
import { type Surroundings, run } from "#test/support/run-in-memory.js";

const env = { AZURE_OPENAI_ENDPOINT: "https://r.openai.azure.com", AZURE_OPENAI_API_KEY: "k" };
const day = 86_400;
const today = Date.parse("2026-01-05T09:00:00Z") / 1000;

/** Files of a service, newest first: one that a job names, two that none names, and a job's results. */
const files = [
  {
    id: "file-used",
    filename: "train-1.jsonl",
    purpose: "fine-tune",
    bytes: 1000,
    created_at: today - 30 * day,
  },
  { id: "file-new", filename: "train-2.jsonl", purpose: "fine-tune", bytes: 2000, created_at: today - day },
  {
    id: "file-old",
    filename: "train-3.jsonl",
    purpose: "fine-tune",
    bytes: 3000,
    created_at: today - 8 * day,
  },
  { id: "file-ageless", filename: "train-4.jsonl", purpose: "fine-tune", bytes: 4000 },
  { id: "file-results", purpose: "fine-tune-results", bytes: 100, created_at: today - 30 * day },
];
const jobs = [{ id: "ftjob-1", status: "failed", training_file: "file-used", validation_file: "file-gone" }];

/** Runs a line on a service with these files; tells what was deleted. */
async function onService(words: string, surroundings: Surroundings = {}) {
  const deleted: string[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    if (init?.method?.toUpperCase() === "DELETE") {
      const id = pathname.split("/").at(-1) ?? "";
      deleted.push(id);
      return Response.json({ object: "file", deleted: files.some((file) => file.id === id), id });
    }
    return Response.json({ data: pathname.endsWith("/files") ? files : jobs, has_more: false });
  };
  return { ...(await run(["files", ...words.split(" ")], { env, fetch, ...surroundings })), deleted };
}

describe("rft files", () => {
  test("list tells size, age, state, use and the quota", async () => {
    const { exitCode, stdout } = await onService("list");
    expect(exitCode).toBe(0);
    expect(stdout).toContain("file-used  train-1.jsonl  1.0 kB  2025-12-06  -  ftjob-1\n");
    expect(stdout).toContain("file-new  train-2.jsonl  2.0 kB  2026-01-04  -  used by no job\n");
    expect(stdout).toContain("5 files shown; the service holds 5 of 100, 10 kB of 1 GB\n");
  });

  test.each([
    ["list --unused --json", ["file-new", "file-old", "file-ageless"]],
    ["list --unused --older-than 7d --json", ["file-old"]],
  ])("%s", async (words, ids) => {
    const { stdout } = await onService(words);
    const {
      command,
      files: listed,
      data,
    } = JSON.parse(stdout) as {
      command: string;
      files: { id: string }[];
      data: object;
    };
    expect(command).toBe("files list");
    expect(listed.map(({ id }) => id)).toEqual(ids);
    expect(data).toMatchObject({ files: 5, bytes: 10_100, quota: { files: 100 } });
  });

  test("delete --unused takes what no job names, and no results", async () => {
    const { exitCode, deleted } = await onService("delete --unused --yes");
    expect(exitCode).toBe(0);
    expect(deleted).toEqual(["file-new", "file-old", "file-ageless"]);
  });

  test("--dry-run deletes nothing, and asks nobody", async () => {
    const { exitCode, stdout, deleted } = await onService("delete --unused --older-than 7d --dry-run");
    expect({ exitCode, stdout, deleted }).toEqual({
      exitCode: 0,
      stdout: "file-old would be deleted\n",
      deleted: [],
    });
  });

  test("a file that a job names is not deleted", async () => {
    const { exitCode, stderr, deleted } = await onService("delete file-new file-used --yes");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("jobs name these files: file-used (ftjob-1)");
    expect(deleted).toEqual([]);
  });

  test("a file that is gone is said to be", async () => {
    const { exitCode, stdout } = await onService("delete file-new file-gone-too --yes");
    expect(exitCode).toBe(0);
    expect(stdout).toBe("file-new deleted\nfile-gone-too was not there\n");
  });

  test("without a person it needs --yes; a person may say no", async () => {
    const alone = await onService("delete --unused");
    expect([alone.exitCode, alone.deleted]).toEqual([2, []]);
    expect(alone.stderr).toContain("--dry-run, then say --yes");
    const asked = await onService("delete --unused", { answer: "n" });
    expect([asked.exitCode, asked.deleted, asked.stderr]).toEqual([1, [], "nothing was deleted\n"]);
    expect((await onService("delete file-new", { answer: "y" })).deleted).toEqual(["file-new"]);
  });

  test("Ctrl-C at the question deletes nothing, and is no answer", async () => {
    const { exitCode, stderr, deleted } = await onService("delete file-new", { interactive: true });
    expect({ exitCode, stderr, deleted }).toEqual({
      exitCode: 130,
      stderr: "interrupted: nothing was deleted\n",
      deleted: [],
    });
  });
});
