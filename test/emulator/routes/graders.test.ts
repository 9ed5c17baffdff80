import { describe, expect, test } from "vitest";
import type { JsonObject } from "#json/json-value.js";
import { exactGrader, testEmulator } from "#test/support/test-emulator.js";

const run = "/fine_tuning/alpha/graders/run";

describe("graders on the v1 path", () => {
  test.each([
    { model_sample: "42", item: { answer: 42 }, reward: 1, invalid: false },
    { model_sample: "41", item: { answer: 42 }, reward: 0, invalid: false },
    { model_sample: "42", item: {}, reward: 0, invalid: true },
  ])("run gives $reward for $model_sample with $item", async ({ model_sample, item, reward, invalid }) => {
    const emulator = await testEmulator();
    const { status, body } = await emulator.post(run, { grader: exactGrader, model_sample, item });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      reward,
      metadata: { name: "exact", type: "string_check", errors: { invalid_variable_error: invalid } },
      sub_rewards: {},
      model_grader_token_usage_per_model: {},
    });
  });

  test.each([
    {
      grader: { type: "python", name: "p", source: "def grade(sample, item): return 1" },
      errors: {
        python_grader_server_error: true,
        python_grader_server_error_type: expect.stringContaining("emulator"),
      },
    },
    {
      grader: { type: "score_model", name: "j", model: "o3-mini", input: [{ role: "user", content: "x" }] },
      errors: {
        model_grader_server_error: true,
        model_grader_server_error_details: expect.stringContaining("emulator"),
      },
    },
  ])("run says that a $grader.type grader is not run here", async ({ grader, errors }) => {
    const emulator = await testEmulator();
    const { body } = await emulator.post(run, { grader, model_sample: "x" });
    expect(body).toMatchObject({ reward: 0, metadata: { errors } });
  });

  test("run and training score by METEOR, whose synonyms are loaded first", async () => {
    const emulator = await testEmulator();
    const grader = {
      type: "text_similarity",
      evaluation_metric: "meteor",
      input: "{{sample.output_text}}",
      reference: "{{item.answer}}",
    };
    const { body } = await emulator.post(run, { grader, model_sample: "a car", item: { answer: "a auto" } });
    expect(body).toMatchObject({ reward: 0.9375, metadata: { errors: { other_error: false } } });
    const { id } = await emulator.createJob({ grader });
    emulator.pass(100_000);
    expect((await emulator.job(id)).status).toBe("succeeded");
    const warnings = (await emulator.events(id)).filter(({ level }) => level === "warning");
    expect(warnings).toEqual([]);
  });

  test("validate gives the grader back, with a name where it had none", async () => {
    const emulator = await testEmulator();
    const { name: _, ...nameless } = exactGrader;
    const validate = async (grader: JsonObject) =>
      (await emulator.post("/fine_tuning/alpha/graders/validate", { grader })).body;
    expect(await validate(exactGrader)).toEqual({ grader: exactGrader });
    expect(await validate(nameless)).toEqual({
      grader: { name: expect.stringMatching(/^grader-[0-9a-f]{12}$/), ...nameless },
    });
  });

  test("the dated path has none", async () => {
    const emulator = await testEmulator();
    const path = `/openai${run}?api-version=2025-04-01-preview`;
    expect((await emulator.send("POST", path, { body: "{}" })).status).toBe(404);
  });
});
