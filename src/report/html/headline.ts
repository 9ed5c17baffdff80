import type { RunResult } from "#run/outcome/run-result.js";
import { decimals, score } from "#words/quantities.js";

/** A reward with three decimal places, as headlines show it. */
export function reward(value: number): string {
  return decimals(value, 3);
}

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

/** Which step to take, and why, in one or two sentences; undefined if there is no evaluation yet. */
export function adviceOf({ best, recommended, deployable, evaluations }: RunResult): string | undefined {
  if (!best) return undefined;
  if (!recommended)
    return evaluations.length === 0
      ? undefined
      : "No step is recommended: how many validation samples were graded is unknown, and with it the noise.";
  const isBest = recommended.step === best.step;
  const why =
    isBest && recommended.band === 0
      ? "no earlier evaluation reached its reward"
      : isBest
        ? `no earlier evaluation lies within ${score(recommended.band)} of it, which chance alone can make`
        : `the earliest evaluation within ${score(recommended.band)} of the best, which chance alone can make`;
  const kept =
    deployable === undefined
      ? ""
      : deployable.step === recommended.step
        ? ` It can be deployed as ${deployable.model}.`
        : ` Its checkpoint was not kept; the nearest that was is that of step ${deployable.step}, ${deployable.model}.`;
  return `Take step ${recommended.step}: ${why}.${kept}`;
}
