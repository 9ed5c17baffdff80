import { existsSync } from "node:fs";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { run } from "#test/support/run-in-memory.js";

let cwd = "";
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "rft-init-"));
});
afterEach(() => rm(cwd, { recursive: true }));

interface Row {
  question?: string;
  [field: string]: unknown;
}

async function writeRows(rows: Row[], name = "rows.jsonl") {
  const lines = rows.map(({ question, ...fields }, index) =>
    JSON.stringify({ messages: [{ role: "user", content: question ?? `Question ${index}?` }], ...fields }),
  );
  await writeFile(join(cwd, name), `${lines.join("\n")}\n`);
}

const rows = (make: (index: number) => Row, count = 40) => Array.from({ length: count }, (_, at) => make(at));
const colours = ["red", "green", "blue"];
const words = "one two three four five six seven eight nine ten eleven twelve".split(" ");
const longText = (at: number) =>
  Array.from({ length: 20 }, (_, word) => words[(at * 7 + word * at) % 12]).join(" ");

async function init(...more: string[]) {
  const outcome = await run(["init", "--data", "rows.jsonl", "--json", ...more], { cwd });
  return { ...outcome, result: JSON.parse(outcome.stdout) };
}

const readJson = async (name: string) => JSON.parse(await readFile(join(cwd, name), "utf8"));

describe("rft init", () => {
  const table: [name: string, make: (index: number) => Row, grader: object, properties?: object][] = [
    [
      "one short answer",
      (at) => ({ answer: String(at * 37) }),
      {
        type: "string_check",
        operation: "eq",
        input: "{{sample.output_json.answer}}",
        reference: "{{item.answer}}",
      },
      { answer: { type: "string" } },
    ],
    [
      "labels are listed",
      (at) => ({ label: colours[at % 3] }),
      { type: "string_check" },
      { label: { type: "string", enum: colours } },
    ],
    ["a number", (at) => ({ answer: at * 3 }), { type: "string_check" }, { answer: { type: "integer" } }],
    [
      "several fields give partial credit",
      (at) => ({ "expected answer": at * 37, expected_colour: colours[at % 3] }),
      {
        type: "multi",
        calculate_output: "(expected_answer + expected_colour) / 2",
        graders: {
          expected_answer: { input: '{{sample.output_json["expected answer"]}}' },
          expected_colour: { reference: "{{item.expected_colour}}" },
        },
      },
    ],
    [
      "a text",
      (at) => ({ answer: longText(at) }),
      { type: "text_similarity", evaluation_metric: "fuzzy_match" },
    ],
    [
      "ids and fields of the question are left out",
      (at) => ({ id: `row-${at}`, number: at * 31, question: `Square ${at * 31}.`, result: at * at }),
      { reference: "{{item.result}}" },
    ],
    [
      "a judge where no field is the answer",
      (at) => ({ target: at * 31, question: `Make ${at * 31} of these numbers.` }),
      { type: "score_model", range: [0, 1] },
    ],
  ];
  test.each(table)("%s", async (_, make, grader, properties = {}) => {
    await writeRows(rows(make));
    const { exitCode, result } = await init();
    expect(await readJson("grader.json")).toMatchObject(grader);
    const format = await readJson("response-format.json").catch(() => undefined);
    expect(format?.json_schema.schema.properties ?? {}).toMatchObject(properties);
    expect(result.findings.filter(({ severity }: { severity: string }) => severity === "error")).toEqual([]);
    expect(exitCode).toBe(0);
    const dryRun = await run(["submit", "job.yaml", "--dry-run"], { cwd });
    expect(dryRun).toMatchObject({ exitCode: 0, stderr: expect.not.stringContaining("error") });
  });

  test("parts the rows, and leaves their file as it was", async () => {
    await writeRows(rows((at) => ({ answer: String(at * 37) })));
    const before = await readFile(join(cwd, "rows.jsonl"), "utf8");
    const { result } = await init("-o", "draft");
    expect(result.files).toEqual(
      ["training.jsonl", "validation.jsonl", "grader.json", "response-format.json", "job.yaml"].map((name) =>
        join("draft", name),
      ),
    );
    const lines = async (name: string) =>
      (await readFile(join(cwd, "draft", name), "utf8")).trimEnd().split("\n");
    const both = [...(await lines("training.jsonl")), ...(await lines("validation.jsonl"))];
    expect(both.toSorted()).toEqual(before.trimEnd().split("\n").toSorted());
    expect((await lines("validation.jsonl")).length).toBeGreaterThanOrEqual(10);
    expect(await readFile(join(cwd, "rows.jsonl"), "utf8")).toBe(before);
  });

  test("takes a validation file that is there", async () => {
    await writeRows(rows((at) => ({ answer: String(at * 37) })));
    await writeRows(
      rows((at) => ({ answer: String(at), question: `Other ${at}?` }), 12),
      "valid.jsonl",
    );
    const { result, exitCode } = await init("--validation", "valid.jsonl", "-o", "draft");
    expect(result.files.map((path: string) => path.split("/").at(-1))).toEqual([
      "grader.json",
      "response-format.json",
      "job.yaml",
    ]);
    expect(await readFile(join(cwd, "draft/job.yaml"), "utf8")).toContain('training_file: "../rows.jsonl"');
    expect(exitCode).toBe(0);
  });

  test("replaces nothing unless told to, and then leaves nothing half done", async () => {
    await writeRows(rows((at) => ({ answer: String(at * 37) })));
    await writeFile(join(cwd, "job.yaml"), "mine");
    const refused = await init();
    expect(refused.exitCode).toBe(2);
    expect(refused.result.error.message).toBe("job.yaml: there is such a file already");
    expect((await readdir(cwd)).toSorted()).toEqual(["job.yaml", "rows.jsonl"]);
    expect((await init("--force")).exitCode).toBe(0);
    expect(await readFile(join(cwd, "job.yaml"), "utf8")).toContain("training_file");
  });

  test.each([
    ["no rows", [], 2, "rows.jsonl: no line of it is a row"],
    ["one prompt only", rows(() => ({ question: "The same?", answer: "x" })), 2, "cannot be parted"],
  ])("%s", async (_, made, exitCode, message) => {
    await writeRows(made);
    const outcome = await init();
    expect(outcome.exitCode).toBe(exitCode);
    expect(outcome.result.error.message).toContain(message);
  });

  test("asks for data", async () => {
    const { exitCode, stderr } = await run(["init"], { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("rft init --data train.jsonl");
  });
});

describe("the price of a draft", () => {
  async function priceOf(job: string, folder = cwd) {
    const { stdout } = await run(["estimate", job, "--json"], { cwd: folder });
    return JSON.parse(stdout);
  }

  test("hyperparameters fit the rows of both files, after the split", async () => {
    await writeRows(rows((at) => ({ answer: String(at * 37) }), 200));
    await init();
    const text = await readFile(join(cwd, "job.yaml"), "utf8");
    expect(text).toContain("# Chosen for 180 training rows, 20 validation rows.");
    const { steps, rows: counted, dollars, findings } = await priceOf("job.yaml");
    expect(counted).toEqual({ training: 180, validation: 20 });
    // Batches of 7, as the service itself chose them for 180 rows.
    expect(steps).toEqual({ low: 26, likely: 26, high: 26 });
    expect(findings).toEqual([]);
    expect(dollars.high / dollars.low).toBeLessThanOrEqual(10);
  });

  test("so they do where a validation file is given", async () => {
    await writeRows(rows((at) => ({ answer: String(at * 37) }), 90));
    await writeRows(
      rows((at) => ({ question: `Other ${at}?`, answer: String(at) }), 25),
      "valid.jsonl",
    );
    await init("--validation", "valid.jsonl");
    const text = await readFile(join(cwd, "job.yaml"), "utf8");
    expect(text).toContain("# Chosen for 90 training rows, 25 validation rows.");
    expect(text).toMatch(/eval_samples: 4 /);
  });

  const countdown = resolve("../shared/data/datasets/countdown");
  const skipped = existsSync(countdown) ? "" : " (skipped: ../shared/data is not there)";
  test.skipIf(skipped !== "")(
    `Microsoft's Countdown rows: a decision, not $41 to $7,162${skipped}`,
    async () => {
      const [train, valid] = ["countdown_train_100.jsonl", "countdown_valid_50.jsonl"].map((name) =>
        join(countdown, name),
      );
      await run(["init", "--data", train ?? "", "--validation", valid ?? ""], { cwd });
      const { dollars } = await priceOf("job.yaml");
      expect(dollars.high / dollars.low).toBeLessThanOrEqual(10);
      expect(dollars.high).toBeLessThan(500);
    },
  );
});
