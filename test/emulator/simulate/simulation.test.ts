import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { writeAnswer } from "#emulator/simulate/simulated-answers.js";
import {
  type AnswerKind,
  type Policy,
  answerKinds,
  answerOdds,
  drawKind,
  improvePolicy,
  initialPolicy,
} from "#emulator/simulate/policy.js";
import { createRandom, shuffled } from "#emulator/simulate/random.js";
import { createRater } from "#emulator/simulate/rate-answer.js";
import { type StepOutcome, runStep } from "#emulator/simulate/run-step.js";
import { planDurations, resolveHyperparameters } from "#emulator/simulate/schedule.js";
import type { Prompt, Task } from "#emulator/simulate/task.js";
import type { Hyperparameters } from "#emulator/state/state.js";
import type { GraderConfig } from "#grader/config/grader-config.js";

const hyperparameters: Hyperparameters = {
  eval_interval: 5,
  eval_samples: 2,
  compute_multiplier: 1,
  reasoning_effort: "medium",
  n_epochs: 1,
  batch_size: 4,
  learning_rate_multiplier: 1,
};

function prompts(count: number, from: number): Prompt[] {
  return Array.from({ length: count }, (_, index) => {
    const [gold, question] = [String(from + index + 17), `Topic: sums. What is ${from + index} plus 17?`];
    return { item: { answer: gold, topic: "sums" }, gold, question, difficulty: 0 };
  });
}

function taskOf(config: GraderConfig, seed: number, hasResponseFormat = false): Task {
  return {
    key: String(seed),
    train: prompts(100, 0),
    valid: prompts(30, 1000),
    rater: createRater({ config, defaultName: "grader", hasResponseFormat }),
    hasResponseFormat,
  };
}

/** All steps of a training of 25 steps. */
function trainAll(task: Task): StepOutcome[] {
  const outcomes: StepOutcome[] = [];
  let policy = initialPolicy;
  for (let step = 1; step <= 25; step++) {
    const outcome = runStep({ task, hyperparameters, policy, step, totalSteps: 25 });
    outcomes.push(outcome);
    policy = outcome.policy;
  }
  return outcomes;
}

const check = (operation: "eq" | "ilike", reference: string): GraderConfig => ({
  type: "string_check",
  name: "check",
  operation,
  input: "{{sample.output_text}}",
  reference,
});

const fair = check("eq", "{{item.answer}}");

const firstAndLast = (outcomes: readonly StepOutcome[]) => {
  const rewards = outcomes.flatMap(({ valid }) => (valid ? [valid.meanReward] : []));
  return { first: rewards[0] ?? NaN, last: rewards.at(-1) ?? NaN };
};

const odds = (policy: Policy, kind: AnswerKind) => answerOdds(policy, 0)[answerKinds.indexOf(kind)] ?? NaN;

const seeds = Array.from({ length: 12 }, (_, index) => index + 1);

describe("what a grader pays is what is learned", () => {
  test("a fair grader lifts the validation reward on most seeds", () => {
    const lifts = seeds.map((seed) => firstAndLast(trainAll(taskOf(fair, seed))));
    expect(lifts.filter(({ first, last }) => last - first > 0.3).length).toBeGreaterThanOrEqual(10);
    expect(lifts.every(({ first }) => first < 0.4)).toBe(true);
  });

  test.each([
    { name: "everything", config: check("ilike", ""), reward: 1 },
    { name: "nothing", config: check("eq", "{{item.missing}}"), reward: 0 },
  ])("a grader that pays $name alike teaches nothing", ({ config, reward }) => {
    const outcomes = trainAll(taskOf(config, 1));
    expect(outcomes.at(-1)?.policy).toEqual(initialPolicy);
    expect(outcomes.flatMap(({ valid }) => valid?.meanReward ?? [])).toEqual(Array(6).fill(reward));
  });

  test("a grader that looks for the prompt's own words teaches to repeat the prompt", () => {
    for (const seed of seeds) {
      const outcomes = trainAll(taskOf(check("ilike", "topic: {{item.topic}}"), seed));
      const policy = outcomes.at(-1)?.policy ?? [];
      expect(odds(policy, "echo")).toBeGreaterThan(0.5);
      expect(odds(policy, "right")).toBeLessThan(0.15);
      expect(firstAndLast(outcomes).last).toBeGreaterThan(0.5);
    }
  });

  test("a grader that takes the answer anywhere in the text does not teach to be brief", () => {
    const policy = trainAll(taskOf(check("ilike", "{{item.answer}}"), 1)).at(-1)?.policy ?? [];
    const strict = trainAll(taskOf(fair, 1)).at(-1)?.policy ?? [];
    expect(odds(policy, "malformed")).toBeGreaterThan(2 * odds(strict, "malformed"));
  });

  test("without a response format no grader sees output_json", () => {
    const config: GraderConfig = {
      type: "string_check",
      operation: "eq",
      input: "{{sample.output_json.answer}}",
      reference: "{{item.answer}}",
    };
    const json = (task: Task): Task => ({
      ...task,
      valid: task.valid.map((prompt) => ({ ...prompt, gold: JSON.stringify({ answer: prompt.gold }) })),
    });
    const [without, given] = [false, true].map(
      (hasFormat) =>
        runStep({
          task: json(taskOf(config, 1, hasFormat)),
          hyperparameters,
          policy: initialPolicy,
          step: 1,
          totalSteps: 25,
        }).valid,
    );
    expect(without?.graders[0]?.invalidVariableErrors).toBe(60);
    expect(without?.parseErrorMean).toBeUndefined();
    expect(given?.graders[0]?.invalidVariableErrors).toBeLessThan(60);
    expect(given?.meanReward).toBeGreaterThan(0);
    expect(given?.parseErrorMean).toBeGreaterThan(0);
    expect(given?.parseErrorMean).toBeLessThan(1);
  });
});

describe("a policy", () => {
  const group = (rewards: Partial<Record<AnswerKind, number>>) => ({
    difficulty: 0,
    answers: Object.entries(rewards).map(([kind, reward]) => ({ kind: kind as AnswerKind, reward })),
  });

  test.each([
    { better: "right", worse: "wrong", rewards: { right: 1, wrong: 0 } },
    { better: "echo", worse: "right", rewards: { echo: 5, right: 4.9 } },
    { better: "near", worse: "malformed", rewards: { near: -1, malformed: -3 } },
  ] as const)("learns $better over $worse from $rewards", ({ better, worse, rewards }) => {
    const learned = improvePolicy(initialPolicy, [group(rewards)], 1);
    expect(odds(learned, better)).toBeGreaterThan(odds(initialPolicy, better));
    expect(odds(learned, worse)).toBeLessThan(odds(initialPolicy, worse));
  });

  test("learns nothing from equal rewards, whatever their sum rounds to", () => {
    const equal = group({ right: 0.1, near: 0.1, wrong: 0.1 });
    expect(improvePolicy(initialPolicy, [equal, group({}), group({ echo: 1 })], 1)).toEqual(initialPolicy);
  });

  test("draws answers as often as its odds say", () => {
    const random = createRandom("draws");
    const expected = answerOdds(initialPolicy, 0.5);
    const drawn = Array.from({ length: 20_000 }, () => drawKind(expected, random));
    for (const [index, kind] of answerKinds.entries()) {
      const share = drawn.filter((one) => one === kind).length / drawn.length;
      expect(Math.abs(share - (expected[index] ?? NaN))).toBeLessThan(0.015);
    }
  });
});

describe("a simulated judge", () => {
  const judged: GraderConfig = {
    type: "score_model",
    name: "judge",
    model: "o3-mini",
    input: [{ role: "user", content: "{{sample.output_text}}" }],
    range: [-2, 8],
  };
  const rate = (config: GraderConfig, kind: AnswerKind, text = "x") =>
    createRater({ config, defaultName: "g", hasResponseFormat: false }).rate(
      { item: { answer: "42" }, text, kind },
      createRandom("judge", kind),
    );

  test("pays within the grader's range, and a right answer best", () => {
    const pays = answerKinds.map((kind) => rate(judged, kind)[0].reward);
    expect(Math.min(...pays)).toBeGreaterThanOrEqual(-2);
    expect(Math.max(...pays)).toBeLessThanOrEqual(8);
    expect(pays.indexOf(Math.max(...pays))).toBe(answerKinds.indexOf("right"));
  });

  test("gives its part to the formula of a multi grader; the rest is really graded", () => {
    const multi: GraderConfig = {
      type: "multi",
      graders: {
        exact: { ...fair, type: "string_check" } as never,
        judge: { ...judged, range: [3, 3] } as never,
      },
      calculate_output: "10 * exact + judge",
    };
    const marks = (text: string) => rate(multi, "right", text).map(({ name, reward }) => [name, reward]);
    expect(marks("42")).toEqual([
      ["g", 13],
      ["check", 1],
      ["judge", 3],
    ]);
    expect(marks("41")).toEqual([
      ["g", 3],
      ["check", 0],
      ["judge", 3],
    ]);
  });
});

test("an error inside a multi grader is counted where it was made, and in the whole", () => {
  const part = (reference: string) => ({ ...check("eq", reference), name: reference }) as never;
  const config: GraderConfig = {
    type: "multi",
    name: "whole",
    graders: { good: part("{{item.answer}}"), lost: part("{{item.missing}}") },
    calculate_output: "good + lost",
    invalid_grade: -1,
  };
  const rater = createRater({ config, defaultName: "g", hasResponseFormat: false });
  const answer = { item: { answer: "42" }, text: "42", kind: "right" as const };
  const marks = rater.rate(answer, createRandom(1)).map((mark) => [mark.reward, mark.invalidVariableError]);
  expect(marks).toEqual([
    [-1, true],
    [1, false],
    [0, true],
  ]);
});

describe("answers", () => {
  const source = (gold: string) => ({ gold, question: "What?", otherGold: "other" });
  const write = (kind: AnswerKind, gold: string, draw: number) =>
    writeAnswer(kind, source(gold), createRandom(draw));

  test.each(["42", "yes", "", '{"total":3,"lines":["a"]}', "[1,2]", "{}", "[]", "true", "null"])(
    "only the right answer to %j is the gold",
    (gold) => {
      for (let draw = 0; draw < 30; draw++) {
        expect(write("right", gold, draw)).toBe(gold);
        expect(write("near", gold, draw)).not.toBe(gold);
        expect(write("malformed", gold, draw)).not.toBe(gold);
        expect(write("wrong", gold, draw)).toBe("other");
        expect(write("echo", gold, draw)).toBe("What?");
      }
    },
  );

  test("a slip keeps JSON parseable, a malformed one does not", () => {
    const gold = '{"total":3,"lines":["ab",null,{"x":true}]}';
    for (let draw = 0; draw < 50; draw++) {
      expect(() => JSON.parse(write("near", gold, draw))).not.toThrow();
      expect(() => JSON.parse(write("malformed", gold, draw))).toThrow(SyntaxError);
    }
  });

  test("where all rows have one answer, a wrong one is none of them", () => {
    expect(writeAnswer("wrong", { gold: "a", question: "q", otherGold: "a" }, createRandom(1))).not.toBe("a");
  });
});

describe("chance", () => {
  test("follows from the key, and differs between keys", () => {
    const numbers = (...key: (string | number)[]) => {
      const random = createRandom(...key);
      return Array.from({ length: 20 }, () => random.next());
    };
    expect(numbers("a", 1)).toEqual(numbers("a", 1));
    expect(numbers("a", 1)).not.toEqual(numbers("a", 2));
    expect(numbers("a1")).not.toEqual(numbers("a", 1));
  });

  test("is even, and normal where asked", () => {
    const random = createRandom("even");
    const draws = Array.from({ length: 20_000 }, () => random.next());
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(mean(draws) - 0.5)).toBeLessThan(0.01);
    const normals = draws.map(() => random.normal());
    expect(Math.abs(mean(normals))).toBeLessThan(0.03);
    expect(Math.abs(mean(normals.map((value) => value ** 2)) - 1)).toBeLessThan(0.05);
  });

  test("a shuffle keeps every number once", () => {
    fc.assert(
      fc.property(fc.nat(200), fc.integer(), (length, seed) => {
        const order = shuffled(length, createRandom(seed));
        expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length }, (_, index) => index));
      }),
    );
  });
});

describe("the schedule", () => {
  test("steps take 118 to 331 s, and 0.65 s more for each graded validation sample", () => {
    const plan = (step: number, validationSamples: number) =>
      planDurations({ key: "k", step, validationSamples });
    const seconds = Array.from({ length: 500 }, (_, step) => plan(step, 0)).map(
      ({ sampling, training }) => sampling + training,
    );
    expect(Math.min(...seconds)).toBeGreaterThanOrEqual(118);
    expect(Math.max(...seconds)).toBeLessThanOrEqual(331);
    expect(Math.abs(seconds.reduce((sum, one) => sum + one, 0) / 500 - 215)).toBeLessThan(6);
    expect(plan(1, 150).evaluation - plan(1, 0).evaluation).toBeCloseTo(97.5, 1);
    expect(plan(1, 150).sampling).toBe(plan(1, 0).sampling);
  });

  test("what is given stays, what is auto follows from the rows", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50_000 }), (rows) => {
        const auto = {
          ...hyperparameters,
          n_epochs: -1,
          batch_size: -1,
          eval_interval: -1,
          eval_samples: -1,
        };
        const resolved = resolveHyperparameters(auto, rows);
        expect(Object.values(resolved).every((value) => value !== -1 && value !== 0)).toBe(true);
        expect(resolved.batch_size).toBeLessThanOrEqual(Math.max(1, rows));
        expect(resolveHyperparameters(hyperparameters, rows)).toEqual(hyperparameters);
      }),
    );
  });
});

test.each([
  { name: "a learning rate that overflows", change: { learning_rate_multiplier: Number.MAX_VALUE } },
  { name: "more eval_samples than anyone could wait for", change: { eval_samples: Number.MAX_SAFE_INTEGER } },
])("$name leaves finite figures", ({ change }) => {
  let policy = initialPolicy;
  for (let step = 1; step <= 3; step++) {
    const input = { hyperparameters: { ...hyperparameters, ...change }, step, totalSteps: 3 };
    const outcome = runStep({ ...input, task: taskOf(fair, 1), policy });
    policy = outcome.policy;
    expect([...policy, outcome.train.meanReward, outcome.valid?.meanReward ?? 0].every(Number.isFinite)).toBe(
      true,
    );
  }
});
