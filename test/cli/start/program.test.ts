import { describe, expect, test } from "vitest";
import type { Host } from "#cli/host/host.js";
import type { Invocation } from "#cli/frame/invocation.js";
import { createProgram, neededCommands } from "#cli/start/program.js";

/** The command, arguments and options that a line of words comes to. */
async function parse(argv: string[]) {
  let called: { name: string; invocation: Invocation } | undefined;
  const output = { write: () => {}, isTTY: false, columns: undefined };
  const program = createProgram({
    host: { stdout: output, stderr: output } as unknown as Host,
    load: async (name) => ({
      run: async (invocation) => {
        called = { name, invocation };
        return 0;
      },
    }),
    onExit: () => {},
  });
  await program.parseAsync(argv, { from: "user" });
  const { args, options, globals } = called!.invocation;
  return { name: called!.name, args, options, globals };
}

const checkDefaults = { concurrency: 8, cache: ".rft/judge-cache" };
const globals = { color: true, input: true };

describe("argv -> command, arguments, options", () => {
  const table: [words: string, name: string, args: unknown[], options: object, general?: object][] = [
    ["validate-data", "validate-data", [[]], { maxFindings: 20, tokens: "auto" }],
    ["validate-data a b", "validate-data", [["a", "b"]], { maxFindings: 20, tokens: "auto" }],
    [
      "validate-data --train a --train b --validation c",
      "validate-data",
      [[]],
      { maxFindings: 20, tokens: "auto", train: ["a", "b"], validation: ["c"] },
    ],
    [
      "validate-data - --grader g.json --max-findings 3 --strict --tokens exact --near-duplicates --response-format r.json",
      "validate-data",
      [["-"]],
      {
        maxFindings: 3,
        grader: "g.json",
        strict: true,
        tokens: "exact",
        nearDuplicates: true,
        responseFormat: "r.json",
      },
    ],
    ["init --data a", "init", [], { data: "a", output: "." }],
    [
      "init --data a --validation b -o c --force",
      "init",
      [],
      { data: "a", validation: "b", output: "c", force: true },
    ],
    [
      "init --data a --describe task --model d",
      "init",
      [],
      { data: "a", output: ".", describe: "task", model: "d" },
    ],
    [
      "check-grader g --samples s --gold {{item.a}} --remote",
      "check-grader",
      ["g"],
      { attacks: true, samples: "s", gold: "{{item.a}}", remote: true, ...checkDefaults },
    ],
    [
      "check-grader g --model d -k 3 -n 9 --max-completion-tokens 5 --judge j --allow-python --attack-rows 7",
      "check-grader",
      ["g"],
      {
        attacks: true,
        ...checkDefaults,
        model: "d",
        k: 3,
        n: 9,
        maxCompletionTokens: 5,
        judge: "j",
        allowPython: true,
        attackRows: 7,
      },
    ],
    ["check-grader g.json --no-attacks", "check-grader", ["g.json"], { attacks: false, ...checkDefaults }],
    [
      "check-grader --data a --data b",
      "check-grader",
      [undefined],
      { attacks: true, data: ["a", "b"], ...checkDefaults },
    ],
    [
      "grade g.json --samples a --samples b",
      "grade",
      ["g.json"],
      { samples: ["a", "b"], concurrency: 8, cache: ".rft/judge-cache" },
    ],
    [
      "grade g.json --samples - --allow-python --judge d --concurrency 2 --cache c --remote 5",
      "grade",
      ["g.json"],
      { samples: ["-"], allowPython: true, judge: "d", concurrency: 2, cache: "c", remote: 5 },
    ],
    ["submit job.yaml --dry-run", "submit", ["job.yaml"], { dryRun: true }],
    ["submit --train a --response-format r", "submit", [undefined], { train: "a", responseFormat: "r" }],
    ["submit job.yaml --again", "submit", ["job.yaml"], { again: true }],
    ["files list --unused", "files-list", [], { unused: true }],
    ["files delete file-1 file-2", "files-delete", [["file-1", "file-2"]], {}],
    ["files delete --unused --dry-run", "files-delete", [[]], { unused: true, dryRun: true }],
    ["watch ftjob-1", "watch", ["ftjob-1"], { interval: 10 }],
    ["watch ftjob-1 --interval 0.5", "watch", ["ftjob-1"], { interval: 0.5 }],
    [
      "watch ftjob-1 --pause-when flat:10 --pause-when budget:500 --budget 400",
      "watch",
      ["ftjob-1"],
      { interval: 10, pauseWhen: ["flat:10", "budget:500"], budget: 400 },
    ],
    [
      "watch last --once --on-change c --webhook https://h --job j.yaml",
      "watch",
      ["last"],
      { interval: 10, once: true, onChange: "c", webhook: "https://h", job: "j.yaml" },
    ],
    ["watch --replay a.csv", "watch", [undefined], { interval: 10, replay: "a.csv" }],
    ["watch ftjob-1 --since 6h", "watch", ["ftjob-1"], { interval: 10, since: expect.any(Function) }],
    ["metrics a.csv ftjob-1", "metrics", [["a.csv", "ftjob-1"]], { interval: 30, outputs: true }],
    [
      "metrics last --columns a,b --columns c --every 5 --table --csv o.csv --fail-if a<1 --fail-if gap>0 --watch --interval 2 --html r.html --no-outputs",
      "metrics",
      [["last"]],
      {
        columns: ["a", "b", "c"],
        every: 5,
        table: true,
        csv: "o.csv",
        html: "r.html",
        outputs: false,
        failIf: ["a<1", "gap>0"],
        watch: true,
        interval: 2,
      },
    ],
    ["pause ftjob-1", "pause", ["ftjob-1"], { timeout: 1800 }],
    ["resume ftjob-1", "resume", ["ftjob-1"], { spendingLimit: true, timeout: 1800 }],
    [
      "resume ftjob-1 --yes --no-spending-limit --wait --timeout 5",
      "resume",
      ["ftjob-1"],
      { spendingLimit: false, wait: true, timeout: 5 },
      { yes: true },
    ],
    ["cancel ftjob-1", "cancel", ["ftjob-1"], { timeout: 1800 }],
    ["list --limit 3", "list", [], { limit: 3 }],
    ["show last", "show", ["last"], {}],
    ["events ftjob-1 -f", "events", ["ftjob-1"], { follow: true, interval: 10 }],
    ["checkpoints ftjob-1", "checkpoints", ["ftjob-1"], {}],
    ["estimate", "estimate", [undefined], {}],
    [
      "estimate j.yaml --train t --seconds-per-step 2.5 --like last --fail-if dollars.high>500 --fail-if hours.low>9",
      "estimate",
      ["j.yaml"],
      { train: "t", secondsPerStep: 2.5, failIf: ["dollars.high>500", "hours.low>9"], like: "last" },
    ],
    ["evals ftjob-1", "evals", ["ftjob-1"], {}],
    [
      "evals ftjob-1 --step best,last --worst 5 --changed --full",
      "evals",
      ["ftjob-1"],
      { step: ["best", "last"], worst: 5, changed: true, full: true },
    ],
    ["evals ftjob-1 --step 0,25 --row 3", "evals", ["ftjob-1"], { step: ["0", "25"], row: 3 }],
    ["convert a.csv -o b.jsonl", "convert", ["a.csv"], { output: "b.jsonl", system: "user" }],
    [
      "convert - --output b --system developer --prompt q --reference a --force",
      "convert",
      ["-"],
      { output: "b", system: "developer", prompt: "q", reference: "a", force: true },
    ],
    ["split a.jsonl", "split", ["a.jsonl"], { validation: 0.1, seed: 1, output: "." }],
    [
      "split a --validation 0.25 --seed 7 --stratify f --train-out t --validation-out v --force",
      "split",
      ["a"],
      {
        validation: 0.25,
        seed: 7,
        stratify: "f",
        output: ".",
        trainOut: "t",
        validationOut: "v",
        force: true,
      },
    ],
    ["explain", "explain", [undefined], {}],
    ["rules", "rules", [], {}],
    ["explain system-message", "explain", ["system-message"], {}],
    ["emulator", "emulator", [], { port: 0, dataDir: ".rft-emulator", speed: 300, seed: 1 }],
    [
      "emulator --faults f.yaml",
      "emulator",
      [],
      { port: 0, dataDir: ".rft-emulator", speed: 300, seed: 1, faults: "f.yaml" },
    ],
    [
      "doctor --profile dev --config c.yaml --authority china",
      "doctor",
      [],
      {},
      { profile: "dev", config: "c.yaml", authority: "china" },
    ],
    ["demo --seed 7", "demo", [], { seed: 7 }],
    ["pause ftjob-1 --json", "pause", ["ftjob-1"], { timeout: 1800 }, { json: true }],
    ["--json pause ftjob-1", "pause", ["ftjob-1"], { timeout: 1800 }, { json: true }],
    [
      "pause ftjob-1 --format json --quiet",
      "pause",
      ["ftjob-1"],
      { timeout: 1800 },
      { format: "json", quiet: true },
    ],
    [
      "pause ftjob-1 --no-color --no-input",
      "pause",
      ["ftjob-1"],
      { timeout: 1800 },
      { color: false, input: false },
    ],
    [
      "pause ftjob-1 --endpoint https://a --api-version 2025-04-01-preview",
      "pause",
      ["ftjob-1"],
      { timeout: 1800 },
      { endpoint: "https://a", apiVersion: "2025-04-01-preview" },
    ],
  ];
  test.each(table)("rft %s", async (words, name, args, options, general = {}) => {
    expect(await parse(words.split(" "))).toEqual({
      name,
      args,
      options,
      globals: { ...globals, ...general },
    });
  });
});

describe("neededCommands", () => {
  const host = { stdout: { write: () => {} }, stderr: { write: () => {} } } as unknown as Host;
  const make = (names?: readonly string[]) =>
    createProgram({ host, load: () => Promise.reject(new Error()), onExit: () => {}, names });
  const all = make().commands.map((command) => command.name());

  test.each(all)("%s needs its own grammar only, and reads the same in it", (name) => {
    expect(neededCommands([name, "--help", "submit"])).toEqual([name]);
    const [alone, ...others] = make([name]).commands;
    const among = make().commands.find((command) => command.name() === name);
    expect(others).toEqual([]);
    expect(alone?.helpInformation()).toBe(among?.helpInformation());
    const below = (command = alone) => command?.commands.map((one) => one.helpInformation());
    expect(below(alone)).toEqual(below(among));
  });

  test("the version needs none", () => expect(neededCommands(["--version"])).toEqual([]));

  // The value of an option before it may be a command's name, and a word that is none is to be compared with all.
  test.each([[], ["--profile", "list", "show"], ["help", "list"], ["lst"], ["-h"], ["toString"]])(
    "%s may need all",
    (...argv) => expect(neededCommands(argv)).toBeUndefined(),
  );
});
