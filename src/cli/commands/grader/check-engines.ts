import { RftError } from "#errors.js";
import type { CheckEngines } from "#grader/attack/score-answers.js";
import type { JudgeSpend } from "#grader/judge/judge-cache.js";
import type { Context } from "#cli/frame/context.js";
import type { OptionsOf } from "#cli/grammar/options-of.js";

/** Default number of rows to answer: a judge costs money, a Python program takes time. */
const rowsByDefault = { judge: 10, python: 100 } as const;

/** The engines of a check; `close` stops them. */
export interface OpenCheckEngines extends CheckEngines {
  /** Undefined if no judge was requested. */
  spend(): JudgeSpend | undefined;
  close(): Promise<void>;
}

/**
 * Starts the engines that are allowed and that graders of these types need; undefined if there are none.
 * @throws RftError `configuration` if Python should run but is not found
 */
export async function openCheckEngines(
  context: Context,
  types: readonly string[],
  options: OptionsOf<"check-grader">,
): Promise<OpenCheckEngines | undefined> {
  const wantsPython = options.allowPython === true && types.includes("python");
  const wantsJudge = options.judge !== undefined && types.includes("score_model");
  if (options.judge !== undefined && !wantsJudge) {
    context.hint(`${options.judge} was not asked: nothing in this grader is judged by a model.`);
  }
  if (!wantsPython && !wantsJudge) return undefined;
  const [{ openEngines }, { inspectPython }] = await Promise.all([
    import("#cli/subject/grader-engines.js"),
    import("#grader/python/python-process.js"),
  ]);
  if (wantsPython && (await inspectPython("", context.env)) === undefined) {
    throw new RftError("configuration", "no python3 is found on the PATH", {
      hint: "Install it, or leave --allow-python out: the source is then only looked at.",
    });
  }
  const engines = await openEngines(context, types, options);
  return {
    ...engines,
    rows: options.attackRows ?? rowsByDefault[wantsJudge ? "judge" : "python"],
    atOnce: options.concurrency,
    spend: () => engines.judge?.spend(),
  };
}
