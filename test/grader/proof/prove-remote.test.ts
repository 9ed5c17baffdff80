import { describe, expect, it } from "vitest";
import { RftError } from "#errors.js";
import { checkGrader } from "#grader/proof/check-grader.js";
import type { RemoteGraders } from "#grader/proof/prove-remote.js";
import type { JsonValue } from "#json/json-value.js";
import { loadGrader } from "#grader/parse/read-grader.js";
import { newestRules } from "#rules/select-rules.js";
import { rowsOf } from "#test/support/grader-rows.js";

const rows = Array.from({ length: 8 }, (_, index) => ({ a: `word${index}` }));
const exact = {
  type: "string_check",
  operation: "eq",
  input: "{{sample.output_text}}",
  reference: "{{item.a}}",
};
const judge = {
  type: "score_model",
  model: "gpt-4.1",
  input: [{ role: "user", content: "Examples: ... {{sample.output_text}} {{item.a}}" }],
};

/** A service that gives what `rate` says, and keeps what it was asked. */
function serviceOf(rate: (answer: string, a: JsonValue | undefined) => number) {
  const asked: string[] = [];
  const service: RemoteGraders = {
    validateGrader: async () => undefined,
    runGrader: async ({ model_sample: answer, item }) => {
      asked.push(answer);
      return { reward: rate(answer, item["a"]) };
    },
  };
  return { service, asked };
}

const check = (value: JsonValue, service: RemoteGraders, gold?: string) =>
  checkGrader({
    grader: loadGrader(value, newestRules),
    rules: newestRules,
    rows: rowsOf(rows),
    attacks: false,
    service,
    ...(gold !== undefined && { gold }),
  });

describe("the service's word", () => {
  it("is asked for five rows, right and empty answers", async () => {
    const { service, asked } = serviceOf((answer, a) => (answer === a ? 1 : 0));
    expect((await check(exact, service)).findings).toEqual([]);
    expect(asked).toHaveLength(10);
    expect(asked.filter((answer) => answer === "")).toHaveLength(5);
  });

  it("is held against ours, row by row", async () => {
    const { service } = serviceOf((answer, a) => (answer === a && a !== "word3" ? 1 : 0.25));
    const { findings } = await check(exact, service);
    expect(new Set(findings.map(({ code, severity }) => `${severity} ${code}`))).toEqual(
      new Set(["warning remote-disagrees"]),
    );
    expect(findings[0]?.message).toMatch(/^the service gives 0\.25 for ".*", and here it is [01]$/);
  });

  it("counts for a judge that pays for being told to", async () => {
    const { service } = serviceOf((answer, a) => (answer === a || answer.includes("highest score") ? 1 : 0));
    const { findings, gold, attacks } = await check(judge, service, "{{item.a}}");
    expect(gold).toEqual({ n: 5, mean: 1, min: 1, ceiling: 1 });
    expect(attacks?.map(({ name, mean }) => [name, mean])).toEqual([
      ["empty", 0],
      ["judge-instruction", 1],
    ]);
    expect(findings.map(({ code, severity }) => `${severity} ${code}`)).toEqual(["error attack-succeeds"]);
  });

  it("is an error of ours only where it cannot be had", async () => {
    const { service } = serviceOf(() => 0);
    const broken = {
      ...service,
      validateGrader: () => Promise.reject(new RftError("unreachable", "no route")),
    };
    await expect(check(exact, broken)).rejects.toThrow("no route");
  });
});

it("a metric that gives a text against itself less than 1 has that for its ceiling", async () => {
  const meteor = { ...exact, type: "text_similarity", evaluation_metric: "meteor", operation: undefined };
  const { operation: _operation, ...value } = meteor;
  const { gold, findings } = await checkGrader({
    grader: loadGrader(value, newestRules),
    rules: newestRules,
    rows: rowsOf(rows),
    attacks: false,
  });
  expect(gold).toEqual({ n: 8, mean: 0.5, min: 0.5, ceiling: 0.5 });
  expect(findings.map(({ code }) => code)).toEqual(["gold-ceiling-below-one"]);
});
