import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RftError } from "#errors.js";
import { evaluationsOf } from "#run/steps/evaluations.js";
import type { StepMetrics } from "#run/steps/results.js";
import { spellingsOf } from "#run/sickness/sickness.js";
import { createRunRecord } from "#run/stop-rules/run-record.js";
import { parseStopRule, parseStopRules, stopRules } from "#run/stop-rules/stop-rules.js";

const samples = "timing/graders/python/g/timing/valid_execution_latency_count";

/** Steps by their validation rewards; `n` graded samples each, or unknown. */
function evaluated(rewards: number[], n?: number): StepMetrics[] {
  return rewards.map((reward, index) => ({
    step: index + 1,
    full_valid_mean_reward: reward,
    ...(n !== undefined && { [samples]: n }),
  }));
}

/** Steps by one figure of each. */
function figures(name: string, values: (number | undefined)[]): StepMetrics[] {
  return values.map((value, index) => ({ step: index + 1, ...(value !== undefined && { [name]: value }) }));
}

const parse = "errors/graders/multi/a b/errors/train_sample_parse_error_mean";
const other = "errors/graders/multi/a b/errors/train_other_error_mean";
const train = (rewards: [number, number?][]): StepMetrics[] =>
  rewards.map(([reward, valid], index) => ({
    step: index + 1,
    train_mean_reward: reward,
    ...(valid !== undefined && { full_valid_mean_reward: valid }),
  }));

/** Whether a rule fires at the last of these steps. */
const table: [name: string, rule: string, steps: StepMetrics[], fires: boolean, max?: number][] = [
  ["never risen", "flat:4", evaluated([0.2, 0.21, 0.19, 0.2], 100), true],
  ["one evaluation short", "flat:5", evaluated([0.2, 0.21, 0.19, 0.2], 100), false],
  ["risen beyond chance", "flat:4", evaluated([0.2, 0.21, 0.3, 0.32], 100), false],
  [
    "the same rise is chance where few samples were graded",
    "flat:4",
    evaluated([0.2, 0.21, 0.3, 0.32], 10),
    true,
  ],
  ["nothing is ever earned", "flat:3", evaluated([0, 0, 0], 50), true],
  ["risen, then level: that is a plateau", "flat:4", evaluated([0.2, 0.6, 0.6, 0.6, 0.6, 0.6], 100), false],

  ["risen, then level", "plateau:3", evaluated([0.2, 0.6, 0.6, 0.61, 0.59], 100), true],
  ["not yet", "plateau:4", evaluated([0.2, 0.6, 0.6, 0.61, 0.59], 100), false],
  ["never risen: that is flat", "plateau:3", evaluated([0.2, 0.2, 0.2, 0.2, 0.2], 100), false],
  ["a slow rise adds up", "plateau:3", evaluated([0.2, 0.4, 0.44, 0.48, 0.52, 0.56], 100), false],
  [
    "by 2% of the range where the samples are unknown",
    "plateau:3",
    evaluated([2, 4, 4.1, 4.15, 4.19]),
    true,
    10,
  ],
  ["more than 2% of the range", "plateau:3", evaluated([2, 4, 4.1, 4.15, 4.3]), false, 10],

  ["twice above", "gap:0.1", train([[0.8, 0.6], [0.9], [0.9, 0.7]]), true],
  ["once above", "gap:0.1", train([[0.6, 0.6], [0.9], [0.9, 0.7]]), false],
  [
    "one step's train alone",
    "gap:0.1",
    train([[0.6, 0.6], [0.6], [0.6], [0.6, 0.55], [0.5], [0.5], [0.9, 0.55]]),
    false,
  ],
  [
    "of a range to 10",
    "gap:0.1",
    train([
      [0.8, 0.6],
      [0.9, 0.7],
    ]),
    false,
    10,
  ],

  ["fallen by half of the range", "collapse:0.5", evaluated([0.2, 0.8, 0.3], 100), true],
  ["fallen by less", "collapse:0.5", evaluated([0.2, 0.8, 0.35], 100), false],
  ["fallen and risen again", "collapse:0.5", evaluated([0.8, 0.2, 0.7], 100), false],

  ["full twice", "saturated:0.98", evaluated([0.5, 0.99, 0.98]), true],
  ["full once", "saturated:0.98", evaluated([0.5, 0.97, 0.99]), false],
  ["of a range to 5", "saturated:0.98", evaluated([4.91, 4.95]), true, 5],

  ["in the mean of 3 steps", "parse-errors:0.2", figures(parse, [0, 0.1, 0.2, 0.31]), true],
  ["one bad batch", "parse-errors:0.2", figures(parse, [0, 0, 0, 0.5]), false],
  ["two steps are too few", "parse-errors:0.2", figures(parse, [1, 1]), false],
  [
    "on validation only",
    "parse-errors:0.2",
    figures("full_valid_mean_parse_error", [0.5, undefined, 0.5, 0.5]),
    true,
  ],
  ["no figure", "parse-errors:0.2", figures("step", [1, 2, 3, 4]), false],
  ["a grader fails", "grader-errors:0.05", figures(other, [0.06, 0.05, 0.05]), true],
  ["a parse error is no grader's", "grader-errors:0.05", figures(parse, [1, 1, 1]), false],
  ["no reward", "unresponsive:0.2", figures("mean_unresponsive_rewards", [0.2, 0.2, 0.2]), true],

  [
    "3 times the first",
    "token-growth:3",
    figures("reasoning_tokens_mean", [100, 100, 100, 300, 300, 300]),
    true,
  ],
  ["the first steps themselves", "token-growth:3", figures("reasoning_tokens_mean", [100, 100, 900]), false],
  [
    "completion tokens where there are no others",
    "token-growth:2",
    figures("completion_tokens_mean", [1, 1, 1, 2, 2, 2]),
    true,
  ],

  ["reached", "step:3", evaluated([0, 0, 0]), true],
  ["not reached", "step:4", evaluated([0, 0, 0]), false],
];

describe("a rule at the last of some steps", () => {
  test.each(table)("%s: %s", (_name, text, steps, fires, max = 1) => {
    const range = { min: 0, max };
    const run = { steps, evaluations: evaluationsOf(steps, { range }), range, hours: 0, dollars: 0 };
    expect(parseStopRule(text).judge(run) !== undefined).toBe(fires);
  });

  test("hours and dollars", () => {
    const run = { steps: [], evaluations: [], range: { min: 0, max: 1 }, hours: 6, dollars: 499.99 };
    expect(parseStopRule("hours:6").judge(run)).toBe("training has taken 6 hours, by estimate");
    expect(parseStopRule("budget:500").judge(run)).toBeUndefined();
  });

  test("no rule says anything of a run without steps", () => {
    const run = { steps: [], evaluations: [], range: { min: 0, max: 1 }, hours: 0, dollars: 0 };
    for (const rule of stopRules) expect(rule.judge(run, rule.example)).toBeUndefined();
  });
});

describe("a rule as it is written", () => {
  const wrong: [text: string, message: string, hint: string][] = [
    ["plateu:5", 'no stop rule "plateu"', 'Did you mean "plateau"?'],
    ["reward-colapse:0.5", 'no stop rule "reward-colapse"', 'Did you mean "reward-collapse"?'],
    ["overfitt:0.1", 'no stop rule "overfitt"', 'Did you mean "overfit"?'],
    [
      "zzz",
      'no stop rule "zzz"',
      "The rules are parse-errors, grader-errors, unresponsive, collapse, gap, flat, plat",
    ],
    ["flat", "the stop rule flat has no limit", "It takes a whole number from 1, such as flat:10."],
    ["reward-flat", "the stop rule reward-flat has no limit", "such as reward-flat:10."],
    ["flat:", "the stop rule flat cannot take nothing", "such as flat:10"],
    ["flat:2.5", 'the stop rule flat cannot take "2.5"', "a whole number from 1"],
    ["gap:10", 'the stop rule gap cannot take "10"', "a share above 0 and at most 1"],
    ["gap:10%", 'the stop rule gap cannot take "10%"', "such as gap:0.1"],
    ["token-growth:1", 'the stop rule token-growth cannot take "1"', "a factor above 1"],
    ["budget:-5", 'the stop rule budget cannot take "-5"', "a number above 0"],
    ["budget:Infinity", 'the stop rule budget cannot take "Infinity"', "a number above 0"],
  ];
  test.each(wrong)("%s", (text, message, hint) => {
    const error = (() => {
      try {
        return parseStopRule(text);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toMatchObject({ code: "usage", message, hint: expect.stringContaining(hint) });
  });

  test("is read, and twice the same counts once", () => {
    expect(parseStopRules(["gap:0.10", "flat:10", "gap:.1"]).map(({ text }) => text)).toEqual([
      "gap:0.1",
      "flat:10",
    ]);
  });

  test("any text is read or refused as usage", () => {
    const prefixes = fc.constantFrom("", ...stopRules.map(({ name }) => `${name}:`));
    const isReadOrRefused = fc.property(fc.string(), prefixes, (text, prefix) => {
      try {
        return spellingsOf(prefix.slice(0, -1)).some((one) =>
          parseStopRule(prefix + text).text.startsWith(one),
        );
      } catch (error) {
        return error instanceof RftError && error.code === "usage";
      }
    });
    expect(() => fc.assert(isReadOrRefused)).not.toThrow();
  });
});

describe("a run's record", () => {
  test("gives step by step the evaluations of the whole", () => {
    const steps = train([[0.1, 0.1], [0.3], [0.5, 0.2], [0.7], [0.8], [0.9, 0.6]]);
    const record = createRunRecord({});
    for (const step of steps) record.add(step);
    expect(record.evaluations).toEqual(evaluationsOf(steps));
    expect(record.evaluations.at(-1)?.gap).toBeCloseTo(0.2);
  });

  test("takes the newer report of a step, and forgets what nobody asks for", () => {
    const record = createRunRecord({});
    for (const step of train([
      [0.1, 0.1],
      [0.3, 0.3],
    ]))
      record.add({ ...step, own_metric: 7 });
    record.add({ step: 1, full_valid_mean_reward: 0.5 });
    expect(record.steps).toEqual([
      { step: 1, full_valid_mean_reward: 0.5 },
      { step: 2, train_mean_reward: 0.3, full_valid_mean_reward: 0.3 },
    ]);
    expect(record.evaluations.map(({ reward }) => reward)).toEqual([0.5, 0.3]);
  });
});

test("each rule has its section in docs/stop-rules.md, with formula, window and source", () => {
  const sections = readFileSync("docs/stop-rules.md", "utf8").split(/^## /m).slice(1);
  for (const { name, example } of stopRules) {
    const title = parseStopRule(`${name}:${example}`).text;
    const section = sections.find((one) => one.startsWith(`${title}\n`));
    expect(section, name).toMatch(/Formula[\s\S]*Window[\s\S]*Source/);
  }
});
