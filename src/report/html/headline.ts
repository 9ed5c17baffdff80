import type { RunResult } from "#run/outcome/run-result.js";
import { pairedWords, reward, verdictWords } from "#report/run/decision-words.js";

/** `step 25` with a non-breaking space. */
function stepName(step: number): string {
  return `step\u00a0${step}`;
}

function withoutRewards({ kind, steps }: RunResult): string {
  return kind === "supervised" || kind === "preference"
    ? `A ${kind} run of ${steps.length} steps: it has no rewards to report.`
    : `${steps.length} trained steps, and no validation reward yet.`;
}

/** The outcome of a run, in one sentence with a full stop. */
export function headlineOf(run: RunResult): string {
  const { evaluations, best } = run;
  const [first] = evaluations;
  const last = evaluations.at(-1);
  if (!first || !last || !best) return withoutRewards(run);
  const top = best.full_valid_mean_reward;
  if (first.step === last.step)
    return `The validation reward is ${reward(top)} at ${stepName(best.step)}, the only evaluation so far.`;
  if (best.step === first.step)
    return `The validation reward has not risen above the ${reward(top)} of its first evaluation.`;
  const rise = `The validation reward rose from ${reward(first.reward)} to ${reward(top)} at ${stepName(best.step)}`;
  if (best.step === last.step) return `${rise}, the last evaluated.`;
  if (last.reward === top) return `${rise}, and was the same at ${stepName(last.step)}, the last evaluated.`;
  const band = evaluations.find(({ step }) => step === best.step)?.band ?? 0;
  const drop = top - last.reward <= band ? "within the noise of it" : "below it";
  return `${rise}; ${stepName(last.step)} ended at ${reward(last.reward)}, ${drop}.`;
}

/** How the checkpoints of the recommended and of the best step can be deployed; empty if none is known. */
function checkpointSentences({ deployable, deployableBest, recommended }: RunResult): string {
  if (!deployable) return "";
  const kept =
    deployable.step === recommended?.step
      ? ` Its checkpoint is deployed as ${deployable.model}.`
      : ` Its checkpoint was not kept; the best that was is that of step ${deployable.step}, ${deployable.model}.`;
  const best = deployableBest ? ` The best step’s is deployed as ${deployableBest.model}.` : "";
  return `${kept}${best}`;
}

/**
 * Which step to take, in the numbers that decide, and by which name it is deployed; undefined if there is no evaluation
 * yet.
 */
export function adviceOf(run: RunResult): string | undefined {
  const { best, recommended } = run;
  const verdict = verdictWords(run);
  if (!best || verdict === undefined) return undefined;
  if (!recommended) return `No step is recommended: ${verdict.replace(/^none: /, "")}.`;
  const why =
    recommended.step === best.step
      ? ""
      : " It is the earliest whose difference from the best chance alone can make.";
  const paired = pairedWords(run);
  const rows = paired === undefined ? "" : ` Row by row, ${paired}.`;
  return `Take ${verdict}.${why}${rows}${checkpointSentences(run)}`;
}
