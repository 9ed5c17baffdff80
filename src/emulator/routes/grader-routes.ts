import { Hono } from "hono";
import * as z from "zod";
import { type CompiledGrader, compileConfig } from "#grader/score/compile-grader.js";
import { loadResources } from "#grader/text-similarity/resources.js";
import { sampleFromText } from "#grader/language/sample.js";
import { scoreSample } from "#grader/score/score-sample.js";
import { type JsonObject, isJsonObject } from "#json/json-value.js";
import type { RuleSet } from "#rules/rule-set.js";
import { acceptGrader } from "#emulator/api/create-job.js";
import { deriveHex } from "#emulator/state/derive-id.js";
import { Refused } from "#emulator/state/refusals.js";
import type { EmulatedService } from "#emulator/simulate/emulated-service.js";
import type { Bindings } from "./bindings.js";
import { readBody } from "./read-body.js";

const jsonObject = z.custom<JsonObject>(isJsonObject, "Invalid input: expected object");
const validateBody = z.object({ grader: jsonObject });
const runBody = validateBody.extend({ model_sample: z.string(), item: jsonObject.optional() });

function bindBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const bound = schema.safeParse(body);
  if (bound.success) return bound.data;
  const [issue] = bound.error.issues;
  throw new Refused("graderRequestInvalid", { reason: `${issue?.path.join(".")}: ${issue?.message}` });
}

async function compile(grader: JsonObject, rules: RuleSet): Promise<CompiledGrader> {
  const { config } = acceptGrader(grader, rules);
  if (!config) throw new Refused("graderInvalid", { pointer: "grader", reason: "its shape is not usable" });
  return compileConfig(config, await loadResources(config));
}

/** The service's errors for a judge or program that it could not run: the emulator runs neither. */
function notRunErrors({ static: kinds }: CompiledGrader, detail: string) {
  return kinds.includes("python")
    ? { python_grader_server_error: true, python_grader_server_error_type: detail }
    : { model_grader_server_error: true, model_grader_server_error_details: detail };
}

function run(grader: CompiledGrader, item: JsonObject, modelSample: string) {
  const { reward, sub_rewards, metadata, detail } = scoreSample(grader, {
    item,
    sample: sampleFromText(modelSample),
  });
  const unrun = reward === null ? notRunErrors(grader, `azure-rft emulator: ${detail ?? "not run"}`) : {};
  return {
    reward: reward ?? 0,
    metadata: { ...metadata, errors: { ...metadata.errors, ...unrun } },
    sub_rewards,
    model_grader_token_usage_per_model: {},
  };
}

/** `/fine_tuning/alpha/graders`: validate and run; only on the v1 path, as in its specification. */
export function createGraderRoutes({ rules }: EmulatedService): Hono<Bindings> {
  const routes = new Hono<Bindings>();

  routes.post("/fine_tuning/alpha/graders/validate", async (context) => {
    const { grader } = bindBody(validateBody, await readBody(context));
    acceptGrader(grader, rules);
    // A grader without a name gets one (seen in a captured answer).
    const name = `grader-${deriveHex(JSON.stringify(grader)).slice(0, 12)}`;
    return context.json({ grader: { name, ...grader } });
  });

  routes.post("/fine_tuning/alpha/graders/run", async (context) => {
    const { grader, item, model_sample } = bindBody(runBody, await readBody(context));
    return context.json(run(await compile(grader, rules), item ?? {}, model_sample));
  });

  return routes;
}
