import { cp, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "#test/support/run-in-memory.js";

let cwd: string;

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "rft-wrong-"));
  await cp("fixtures/cli", cwd, { recursive: true });
  await writeFile(join(cwd, "empty.yaml"), "");
  await writeFile(join(cwd, "binary.jsonl"), Buffer.from([0, 1, 2, 0xff, 0]));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

/** Words of a command line, what the error says, and what to do about it. */
const table: [words: string[], message: string, advice: string][] = [
  [
    ["check-grader", "grader.json", "--samples", "empty.jsonl"],
    "empty.jsonl: no line of it is a saved answer",
    "output_text",
  ],
  [["validate-data", "--train", "-", "--validation", "-"], "standard input can be read once", "Give - once"],
  [
    ["check-grader", "grader.json", "--data", "-", "--samples", "-"],
    "standard input can be read once",
    "Give - once",
  ],
  [["check-grader", "grader.json", "--samples", "."], ".: more than one file", "Name one .jsonl file"],
  [["init", "--data", "."], ".: more than one file", "Name one .jsonl file"],
  [["init", "--data", "-"], "standard input cannot be drafted from", "Write them to a file"],
  [["check-grader", "job.yaml"], "job.yaml: is a job file, where a grader is read", "goes to --job"],
  [["check-grader", "empty.yaml"], "empty.yaml: holds no grader", "rft init"],
  [["validate-data", "train.jsonl", "--grader", "empty.yaml"], "empty.yaml: holds no grader", "rft init"],
  [
    ["submit", "grader.json"],
    "grader.json: is a grader or a response format, where a job file is read",
    "rft init",
  ],
  [
    ["metrics", "results.csv", "--csv", "out", "--html", "./out"],
    "--csv and --html would both write ./out",
    "Name two files",
  ],
  [["watch", "ftjob-1", "--job", "response-format.json"], "is a grader or a response format", "rft init"],
  [["help", "valdate-data"], "unknown command 'valdate-data'", "Did you mean validate-data?"],
  [
    ["check-grader", "grader.json", "--data", "empty.jsonl"],
    "empty.jsonl: no line of it is a row",
    "rft validate-data",
  ],
  [
    ["check-grader", "grader.json", "--data", "binary.jsonl"],
    "binary.jsonl: no line of it is a row",
    "rft validate-data",
  ],
  [
    ["check-grader", "grader.json", "--data", "train.jsonl", "--data", "grader.json"],
    "grader.json: no line of it is a row",
    "rft validate-data",
  ],
  [["check-grader", "grader.json", "--data", "-"], "-: no line of it is a row", "rft validate-data"],
  [
    ["check-grader", "grader.json", "--data", "train.jsonl", "--gold", "{{item."],
    "the gold template cannot be read",
    "{{item.answer}}",
  ],
  [
    ["check-grader", "grader.json", "--data", "train.jsonl", "--gold", "{{item.day}}"],
    "{{item.day}} is found in no row",
    "date, weekday",
  ],
  [
    ["init", "--data", "train.jsonl", "-o", "grader.json"],
    "grader.json: cannot be made a folder",
    "another folder",
  ],
  [
    ["init", "--data", "train.jsonl", "-o", "grader.json/draft"],
    "grader.json/draft: cannot be made a folder",
    "another folder",
  ],
  [["split", "train.jsonl", "-o", "grader.json"], "grader.json: cannot be made a folder", "another folder"],
  [["validate-data", ""], "argument 'files' is empty", "rft validate-data --help"],
  [["pause", ""], "argument 'job' is empty", "rft pause --help"],
  [["files", "delete", "", "--yes"], "argument 'ids' is empty", "rft files delete --help"],
  [
    ["check-grader", "grader.json", "--data", ""],
    "option '--data <file>' argument is empty",
    "rft check-grader --help",
  ],
  [
    ["convert", "train.jsonl", "-o", ""],
    "option '-o, --output <file>' argument is empty",
    "rft convert --help",
  ],
  [
    ["submit", "job.yaml", "--model", "", "--dry-run"],
    "option '--model <name>' argument is empty",
    "rft submit --help",
  ],
  [["events", "ftjob-1", "--limit", "-1"], "It must be a whole number from 1.", "rft events --help"],
  [
    ["emulator", "--seed", "99999999999999999999"],
    "It must be at most 9007199254740991.",
    "rft emulator --help",
  ],
  [
    ["metrics", "results.csv", "--csv", "results.csv", "--force"],
    "results.csv: the output is the input itself",
    "another file",
  ],
  [
    ["metrics", "results.csv", "--html", "./results.csv", "--force"],
    "results.csv: the output is the input itself",
    "another file",
  ],
  [
    ["watch", "ftjob-1", "--replay", "results.csv"],
    "ftjob-1 would not be watched",
    "rft watch --replay results.csv",
  ],
  [
    ["submit", "train.jsonl"],
    "a data file (JSON Lines) stands where one JSON or YAML document is read",
    "swapped",
  ],
  [
    ["emulator", "--faults", "train.jsonl"],
    "a data file (JSON Lines) stands where one JSON or YAML document is read",
    "swapped",
  ],
];

describe("wrong input", () => {
  test.each(table)("%j: exit code 2, what happened and what to do", async (words, message, advice) => {
    const { exitCode, stdout, stderr } = await run(words, { cwd });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(/^error: /m);
    expect(stderr).toContain(message);
    expect(stderr).toContain(advice);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test("what could not be made leaves no folder behind", async () => {
    expect((await run(["init", "--data", "empty.jsonl", "-o", "draft"], { cwd })).exitCode).toBe(2);
    expect((await run(["split", "empty.jsonl", "-o", "draft"], { cwd })).exitCode).toBe(2);
    expect(await readdir(cwd)).not.toContain("draft");
  });

  test("split makes the folder that it is to write to", async () => {
    expect((await run(["split", "train.jsonl", "-o", "new/deep"], { cwd })).exitCode).toBe(0);
    expect(await readFile(join(cwd, "new/deep/valid.jsonl"), "utf8")).toContain("messages");
  });
});
