import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkSpec } from "#job/spec/check-spec.js";
import { planJob } from "#job/submit/plan.js";
import { type SpecOverrides, loadJob } from "#job/spec/read-spec.js";
import { newestRules, selectRules } from "#rules/select-rules.js";

const grader = {
  type: "string_check",
  name: "x",
  input: "{{sample.output_text}}",
  reference: "{{item.a}}",
  operation: "eq",
};

/** A folder with the files; the job is `job.json` where an object is given, `job.yaml` for a text. */
function folderWith(files: Record<string, string | object>): string {
  const folder = mkdtempSync(join(tmpdir(), "rft-test-"));
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  }
  return folder;
}

function job(changes: object = {}, reinforcement: object = {}) {
  return {
    model: "o4-mini-2025-04-16",
    training_file: "train.jsonl",
    validation_file: "valid.jsonl",
    method: { type: "reinforcement", reinforcement: { grader, ...reinforcement } },
    ...changes,
  };
}

async function load(
  content: string | object,
  files: Record<string, string | object> = {},
  overrides: SpecOverrides = {},
) {
  const name = typeof content === "string" ? "job.yaml" : "job.json";
  return loadJob(name, folderWith({ [name]: content, ...files }), overrides);
}

async function requestOf(
  content: string | object,
  files: Record<string, string | object> = {},
  overrides = {},
) {
  const { spec } = await load(content, files, overrides);
  return planJob(spec!, {}, newestRules).request;
}

describe("what is written in the job file reaches the wire", () => {
  test("every key of the create request, nothing of ours, nothing added", async () => {
    const body = {
      ...job(
        {
          suffix: "a-b_1",
          seed: 42,
          trainingType: "developerTier",
          metadata: { team: "search" },
          integrations: [{ type: "wandb", wandb: { project: "p" } }],
          inference_configs: { auto_inference_enabled: true, inference_sku: 0 },
          hyperparameters: { n_epochs: 1 },
        },
        {
          response_format: { type: "json_schema", json_schema: { name: "n", strict: true, schema: {} } },
          hyperparameters: {
            n_epochs: 1,
            batch_size: "auto",
            learning_rate_multiplier: 1.5,
            eval_interval: 5,
            eval_samples: 2,
            compute_multiplier: 0.5,
            reasoning_effort: "medium",
          },
          tools: [{ name: "t", server_url: "https://example.com", headers: {} }],
          max_episode_steps: 5,
        },
      ),
    };
    const ours = { watch: { pause_when: ["flat:10"] }, prices: { "gpt-4.1": { input: 2, output: 8 } } };
    expect(await requestOf({ ...body, ...ours })).toEqual({
      ...body,
      training_file: "<train.jsonl>",
      validation_file: "<valid.jsonl>",
      // Where the endpoint and the files' content are not known, nor is the fingerprint.
      metadata: { team: "search", rft_fingerprint: "<fingerprint>" },
    });
  });

  test("file ids go as they are", async () => {
    const request = await requestOf(job({ training_file: "file-abc123", validation_file: "file-def456" }));
    expect(request).toMatchObject({ training_file: "file-abc123", validation_file: "file-def456" });
  });

  test("grader, response format and python source come from files beside the job file", async () => {
    const request = await requestOf(job({}, { grader: "grader.yaml", response_format: "format.json" }), {
      "grader.yaml": "type: python\nsource_file: grade.py\n",
      "grade.py": "def grade(sample, item):\n    return 1.0\n",
      "format.json": { type: "json_schema", name: "n", schema: { type: "object" }, strict: true },
    });
    expect(request.method.reinforcement).toEqual({
      grader: { type: "python", source: "def grade(sample, item):\n    return 1.0\n" },
      response_format: {
        type: "json_schema",
        json_schema: { name: "n", schema: { type: "object" }, strict: true },
      },
    });
  });

  test("flags win over the file", async () => {
    const request = await requestOf(
      job({ suffix: "old" }),
      { "other.json": { ...grader, operation: "like" } },
      { model: "gpt-5", training: "file-abc", validation: "v.jsonl", grader: "other.json", suffix: "new" },
    );
    expect(request).toMatchObject({
      model: "gpt-5",
      suffix: "new",
      training_file: "file-abc",
      validation_file: "<v.jsonl>",
      method: { reinforcement: { grader: { operation: "like" } } },
    });
  });
});

describe("what is wrong in the job file is found with its place", () => {
  const yaml = (text: string) => `model: o4-mini\ntraining_file: t.jsonl\n${text}`;
  const table: [name: string, text: string, findings: object[]][] = [
    [
      "unknown keys at both levels",
      yaml(
        "method:\n  type: reinforcement\n  reinforcement:\n    grader: g.json\n    hyperparametres: {}\nsuffx: a\n",
      ),
      [
        { line: 7, column: 5, help: 'Did you mean "hyperparameters"?' },
        { line: 8, column: 1, help: 'Did you mean "suffix"?' },
      ],
    ],
    [
      "a value of another type",
      yaml("seed: many\nmethod: {type: reinforcement, reinforcement: {grader: {}}}\n"),
      [{ line: 3, pointer: "/seed" }],
    ],
    [
      "a stop rule that is none",
      yaml("method: {type: reinforcement, reinforcement: {grader: {}}}\nwatch: {pause_when: [plateu:5]}\n"),
      [
        {
          line: 4,
          pointer: "/watch/pause_when/0",
          message: 'watch.pause_when.0: no stop rule "plateu"',
          help: 'Did you mean "plateau"?',
        },
      ],
    ],
    ["no method", yaml(""), [{ pointer: "/method" }]],
    ["not an object", "- 1\n", [{ pointer: "" }]],
  ];
  test.each(table)("%s", async (_name, text, expected) => {
    const { spec, findings } = await load(text);
    expect(spec).toBeUndefined();
    expect(findings).toEqual(
      expected.map((one) => expect.objectContaining({ code: "job-file-invalid", severity: "error", ...one })),
    );
  });

  const unreadable: [
    name: string,
    content: string | object,
    files: Record<string, string>,
    message: RegExp,
  ][] = [
    ["broken YAML", "model: [\n", {}, /^job\.yaml:2:1: not valid YAML/],
    ["a key twice", "model: a\nmodel: b\n", {}, /^job\.yaml:2:1: not valid YAML: Map keys must be unique/],
    ["no grader file", job({}, { grader: "nowhere.json" }), {}, /nowhere\.json: no such file/],
    ["a broken grader file", job({}, { grader: "g.json" }), { "g.json": "{" }, /g\.json:1:2: not valid JSON/],
    [
      "a response format that is none",
      job({}, { response_format: "f.json" }),
      { "f.json": "[]" },
      /array, not an object/,
    ],
  ];
  test.each(unreadable)("%s cannot be read", async (_name, content, files, message) => {
    await expect(load(content, files)).rejects.toMatchObject({
      code: "input",
      message: expect.stringMatching(message),
    });
  });
});

describe("checkSpec", () => {
  const hyper = (hyperparameters: object) => job({}, { hyperparameters });
  const table: [name: string, content: object, codes: string[]][] = [
    ["a good job", job({ trainingType: "globalStandard", suffix: "a" }), []],
    ["a fine-tuned model goes on from its base", job({ model: "o4-mini-2025-04-16.ft-abc" }), []],
    ["another model", job({ model: "gpt-4o" }), ["model-unsupported warning"]],
    ["no validation file", job({ validation_file: undefined }), ["validation-file-missing error"]],
    ["Developer", job({ trainingType: "Developer" }), ["training-type-unknown error"]],
    ["developer", job({ trainingType: "developer" }), ["training-type-unknown error"]],
    ["a type of which nothing is known", job({ trainingType: "Batch" }), ["training-type-unknown warning"]],
    ["data zone", job({ trainingType: "data-zone" }), ["training-type-unknown warning"]],
    [
      "data zone for a model without it",
      job({ model: "MAI-Code-1.1-Flash", trainingType: "DataZoneStandard" }),
      ["training-type-unsupported error"],
    ],
    [
      "a wire name and its type",
      job({ model: "qwen3.6-35b-a3b", trainingType: "globalStandard" }),
      ["not-deployable warning"],
    ],
    ["a preview by default", job({ model: "MAI-Code-1.1-Flash" }), ["training-type-unsupported error"]],
    ["a preview as Global", job({ model: "MAI-Code-1.1-Flash", trainingType: "GlobalStandard" }), []],
    ["a type seen refused", job({ model: "gpt-5.4-mini-2026-03-17" }), ["training-type-unsupported error"]],
    [
      "a tier this model lacks",
      job({ model: "gpt-5", trainingType: "developerTier" }),
      ["training-type-unsupported error", "not-deployable warning"],
    ],
    ["a suffix with a blank", job({ suffix: "a b" }), ["suffix-invalid error"]],
    ["a suffix of 65 characters", job({ suffix: "a".repeat(65) }), ["suffix-invalid error"]],
    ["a suffix of 64 characters", job({ suffix: "a".repeat(64) }), []],
    [
      "hyperparameters beside the method",
      job({ hyperparameters: { n_epochs: 2 } }),
      ["hyperparameter-misplaced warning"],
    ],
    ["0 epochs", hyper({ n_epochs: 0 }), ["hyperparameter-out-of-range error"]],
    ["half an epoch", hyper({ n_epochs: 1.5 }), ["hyperparameter-out-of-range error"]],
    ["257 in a batch", hyper({ batch_size: 257 }), ["hyperparameter-out-of-range error"]],
    ["auto", hyper({ batch_size: "auto", n_epochs: "auto" }), []],
    ["eval_samples 11", hyper({ eval_samples: 11 }), ["hyperparameter-out-of-range warning"]],
    ["eval_interval 25", hyper({ eval_interval: 25 }), []],
    ["compute_multiplier 3.5", hyper({ compute_multiplier: 3.5 }), ["hyperparameter-out-of-range warning"]],
    ["compute_multiplier 11", hyper({ compute_multiplier: 11 }), ["hyperparameter-out-of-range error"]],
    ["learning rate 0", hyper({ learning_rate_multiplier: 0 }), ["hyperparameter-out-of-range error"]],
    ["reasoning_effort hihg", hyper({ reasoning_effort: "hihg" }), ["hyperparameter-out-of-range error"]],
  ];
  test.each(table)("%s", async (_name, content, codes) => {
    const { spec } = await load(content);
    expect(checkSpec(spec!, newestRules).map(({ code, severity }) => `${code} ${severity}`)).toEqual(codes);
  });

  test.each<[name: string, content: object, says: RegExp]>([
    ["gpt-4o-mini", job({ model: "gpt-4o-mini" }), /^Did you mean "o4-mini-2025-04-16"\?/],
    ["a dated gpt-4o-mini", job({ model: "gpt-4o-mini-2024-07-18" }), /^Did you mean "o4-mini-2025-04-16"\?/],
    ["a slip", job({ model: "o4-mimi" }), /^Did you mean "o4-mini-2025-04-16"\?/],
    ["a wrong date", job({ model: "o4-mini-2025-04-17" }), /^Did you mean "o4-mini-2025-04-16"\?/],
    ["a slip in a table's name", job({ model: "Qwen3.6-35BA3B" }), /^Did you mean "qwen3.6-35b-a3b"\?/],
    ["a model of another number", job({ model: "o3-mini" }), /^Known: o4-mini-2025-04-16, /],
    ["another size", job({ model: "gpt-oss-20b" }), /^Known: /],
    ["a judge", job({ model: "gpt-4.1-mini-2025-04-14" }), /^Known: /],
    ["a table's name", job({ model: "qwen3.6-35B-A3B", trainingType: "GlobalStandard" }), /qwen3\.6-35b-a3b/],
    ["another case", job({ model: "O4-mini" }), /^Write model: o4-mini-2025-04-16/],
    ["no type for a preview", job({ model: "gpt-oss-120b" }), /^Write trainingType: GlobalStandard, or dev/],
    [
      "a type seen refused",
      job({ model: "gpt-5.4-mini-2026-03-17" }),
      /^Write trainingType: GlobalStandard\./,
    ],
    ["a slip in a type", job({ trainingType: "GlobalStandrad" }), /^Did you mean "GlobalStandard"\?/],
  ])("%s has a way out", async (_name, content, says) => {
    const { spec } = await load(content);
    expect(checkSpec(spec!, newestRules)[0]?.help).toMatch(says);
  });

  const changed: [content: object, code: string][] = [
    [job({ model: "MAI-Code-1.1-Flash", trainingType: "GlobalStandard" }), "model-unsupported"],
    [job({ trainingType: "developerTier" }), "training-type-unknown"],
    [job({ suffix: "a".repeat(41) }), "suffix-invalid"],
  ];
  test.each(changed)("what holds depends on the rule set: %#", async (content, code) => {
    const { spec } = await load(content);
    expect(checkSpec(spec!, newestRules)).toEqual([]);
    expect(checkSpec(spec!, selectRules("2025-05")).map((one) => one.code)).toEqual([code]);
  });
});

describe("paths", () => {
  test("those of the job file start at its folder and are shown as seen from the current one", async () => {
    const cwd = folderWith({});
    const inner = join(cwd, "sub");
    mkdirSync(inner);
    writeFileSync(join(inner, "job.json"), JSON.stringify(job({ validation_file: "local:valid.jsonl" })));
    const { spec } = await loadJob("sub/job.json", cwd, { training: "other.jsonl" });
    expect(spec?.training).toEqual({
      kind: "path",
      path: "other.jsonl",
      absolutePath: join(cwd, "other.jsonl"),
      role: "training",
    });
    const valid = {
      kind: "path",
      path: join("sub", "valid.jsonl"),
      absolutePath: join(inner, "valid.jsonl"),
      role: "validation",
    };
    expect(spec?.validation).toEqual(valid);
  });

  test("a python grader's source_file starts at the grader's own folder", async () => {
    const cwd = folderWith({ "job.json": job() });
    mkdirSync(join(cwd, "g"));
    writeFileSync(join(cwd, "g", "py.json"), JSON.stringify({ type: "python", source_file: "grade.py" }));
    writeFileSync(join(cwd, "g", "grade.py"), "def grade(sample, item): return 1\n");
    const { spec } = await loadJob("job.json", cwd, { grader: "g/py.json" });
    expect(spec?.grader.value).toEqual({ type: "python", source: "def grade(sample, item): return 1\n" });
  });
});

test.each([
  ["in its own file", "grader.json", { file: "grader.json", pointer: "/operation" }],
  ["in the job file", grader, { file: "job.json", pointer: "/method/reinforcement/grader/operation" }],
])("a finding about a grader %s has its place there, one about a row keeps its own", async (...given) => {
  const [, written, expected] = given;
  const { spec } = await load(job({}, { grader: written }), { "grader.json": grader });
  const fault = { code: "operation-unknown", severity: "error", message: "", help: "" } as const;
  expect(spec?.grader.place({ ...fault, pointer: "/operation" })).toMatchObject(expected);
  const ofRow = { ...fault, file: "train.jsonl", line: 6, pointer: "/answer" };
  expect(spec?.grader.place(ofRow)).toEqual(ofRow);
});

describe("what is missing or of another type is said in plain words", () => {
  const table: [name: string, content: string, message: string][] = [
    ["missing", "model: a\ntraining_file: t\n", "method is missing"],
    [
      "a number for a text",
      "model: 7\ntraining_file: t\nmethod: {type: reinforcement, reinforcement: {grader: g}}\n",
      "model is 7, not a text",
    ],
    [
      "another method",
      "model: a\ntraining_file: t\nmethod: {type: dpo, reinforcement: {grader: g}}\n",
      'method.type is "dpo", not "reinforcement"',
    ],
    [
      "a list for the grader",
      "model: a\ntraining_file: t\nmethod: {type: reinforcement, reinforcement: {grader: [1]}}\n",
      "method.reinforcement.grader is [1], not a path or an object",
    ],
    ["an empty file", "", "the job file is empty"],
  ];
  test.each(table)("%s", async (_name, content, message) => {
    expect((await load(content)).findings.map((one) => one.message)).toEqual([message]);
  });
});
