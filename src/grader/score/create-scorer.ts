import { type CompiledGrader, compileConfig } from "./compile-grader.js";
import type { GraderConfig, MultiGrader, SubgraderConfig } from "#grader/config/grader-config.js";
import type { Outcome, ScoreAnswer } from "#grader/config/grader-part.js";
import type { Judge } from "#service/judge.js";
import { compileCombination } from "./multi.js";
import { compilePython } from "#grader/python/python-grader.js";
import type { PythonProcess } from "#grader/python/python-process.js";
import { type GraderResources, loadResources } from "#grader/text-similarity/resources.js";
import { compileScoreModel } from "#grader/judge/score-model.js";
import { type Score, toScore } from "./score-sample.js";
import type { TemplateScope } from "#grader/language/template.js";

/** The engines for graders that cannot run by themselves. */
export interface Engines {
  /** For python graders. */
  python?: PythonProcess;
  /** For score_model graders, whatever model each of them names. */
  judge?: Judge;
}

/** Scores samples with every grader that there is an engine for. */
export interface Scorer {
  /**
   * Scores one answer to one row, like `scoreSample`; a promise only if it waits for an engine.
   * @throws RftError, as a rejection, if a judge cannot be asked at all (not signed in, no such deployment, ...)
   */
  score(subject: TemplateScope): Score | Promise<Score>;
}

/**
 * Makes a scorer from a compiled grader: what `compileGrader` leaves to the service (score_model, python) runs if its
 * engine is given, and otherwise scores null with the reason.
 */
export async function createScorer(grader: CompiledGrader, engines: Engines = {}): Promise<Scorer> {
  const run = await scoreWith(grader, engines);
  return {
    score(subject) {
      const start = performance.now();
      const finish = (outcome: Outcome) => toScore(grader, outcome, (performance.now() - start) / 1000);
      const outcome = run(subject);
      return outcome instanceof Promise ? outcome.then(finish) : finish(outcome);
    },
  };
}

/** Like `createScorer`, but gives the bare outcome. */
export async function scoreWith({ config }: CompiledGrader, engines: Engines): Promise<ScoreAnswer> {
  return compileRun(config, engines, await loadResources(config));
}

function compileRun(config: GraderConfig, engines: Engines, resources: GraderResources): ScoreAnswer {
  if (config.type === "multi") return compileMultiRun(config, engines, resources);
  const engineRun = compileEngineRun(config, engines);
  if (engineRun) return engineRun;
  const grader = compileConfig(config, resources);
  return (scope) => grader.score(scope);
}

function compileEngineRun(config: SubgraderConfig, { judge, python }: Engines): ScoreAnswer | undefined {
  switch (config.type) {
    case "score_model":
      return judge
        ? compileScoreModel(config, judge)
        : notRun("a score_model grader runs with --judge <deployment>");
    case "python":
      return python ? compilePython(config, python) : notRun("a python grader runs with --allow-python");
    case "label_model":
      return notRun("a label_model grader cannot run here");
    case "string_check":
    case "text_similarity":
      return undefined;
  }
}

function notRun(detail: string): ScoreAnswer {
  return () => ({ value: null, raised: [], detail });
}

/** Runs all parts concurrently; if none of them gives a promise, the result is synchronous. */
function compileMultiRun(config: MultiGrader, engines: Engines, resources: GraderResources): ScoreAnswer {
  const combine = compileCombination(config);
  const parts = Object.entries(config.graders).map(
    ([key, part]) => [key, compileRun(part, engines, resources)] as const,
  );
  return (scope) => {
    const outcomes = parts.map(([key, run]) => [key, run(scope)] as const);
    if (outcomes.every(isSettled)) return combine(new Map(outcomes));
    return Promise.all(outcomes.map(async ([key, outcome]) => [key, await outcome] as const)).then(
      (settled) => combine(new Map(settled)),
    );
  };
}

function isSettled(
  entry: readonly [string, Outcome | Promise<Outcome>],
): entry is readonly [string, Outcome] {
  return !(entry[1] instanceof Promise);
}
