import { resolve } from "node:path";
import type { Engines } from "#grader/score/create-scorer.js";
import { type CachedJudge, cacheJudge } from "#grader/judge/judge-cache.js";
import { limitDeployment } from "#grader/judge/limit-deployment.js";
import { type PythonProcess, createPythonProcess } from "#grader/python/python-process.js";
import type { Context } from "#cli/frame/context.js";
import type { OptionsOf } from "#cli/grammar/options-of.js";

/** Engines that were started; `close` stops them. */
export interface OpenEngines extends Engines {
  judge?: CachedJudge;
  python?: PythonProcess;
  close(): Promise<void>;
}

/** Starts the engines that are allowed and that one of the grader's types needs. */
export async function openEngines(
  context: Context,
  types: readonly string[],
  { allowPython, judge, concurrency, cache }: OptionsOf<"check-grader" | "grade">,
): Promise<OpenEngines> {
  const { env, rules, signal, cwd } = context;
  const engines: OpenEngines = { close: async () => engines.python?.close() };
  if (judge !== undefined && types.includes("score_model")) {
    const deployment = limitDeployment(await context.openDeployment(judge), concurrency);
    engines.judge = cacheJudge(deployment, resolve(cwd, cache));
  }
  if (allowPython && types.includes("python")) {
    engines.python = createPythonProcess({ env, rules, signal });
  }
  return engines;
}
