import type { ChalkInstance } from "chalk";
import { meanOf } from "#figures/mean-of.js";
import { numberOf } from "#run/steps/evaluations.js";
import { isGraderError, isParseError, unresponsiveRewards } from "#run/steps/metric-names.js";
import { tokenMetrics } from "#run/steps/reasoning-tokens.js";
import type { StepMetrics } from "#run/steps/results.js";
import { type RunResult, stepOfCheckpoint } from "#run/outcome/run-result.js";
import { printable } from "#words/printable.js";
import { count, duration, grouped, percentInTwoDigits, score } from "#words/quantities.js";
import { styleStatus } from "#report/job/report-job.js";
import { wrap } from "#words/wrap.js";

type Line = [title: string, text: string];

const kinds: Record<RunResult["kind"], string> = {
  reinforcement: "reinforcement",
  supervised: "supervised fine-tuning, not reinforcement: it has no rewards",
  preference: "preference optimization (DPO), not reinforcement: it has no graded rewards",
  unknown: "no column says by which method it was trained",
};

function rewardAt(reward: number, step: number, word = ""): string {
  return `${score(reward)} at step ${step}${word}`;
}

function rewardLine({ evaluations, best }: RunResult): Line[] {
  const [first] = evaluations;
  const last = evaluations.at(-1);
  if (!first || !last || !best) return [["validation reward", "none yet: nothing to choose a step by"]];
  const parts = [rewardAt(first.reward, first.step)];
  if (best.step !== first.step && best.step !== last.step)
    parts.push(rewardAt(best.full_valid_mean_reward, best.step, " (best)"));
  if (last.step !== first.step)
    parts.push(rewardAt(last.reward, last.step, best.step === last.step ? " (best, last)" : " (last)"));
  return [["validation reward", parts.join(" -> ")]];
}

/** How far chance alone moves the best reward, and what that says about the last one. */
function noiseLine({ evaluations, best }: RunResult): Line[] {
  const last = evaluations.at(-1);
  const { band, samples } = evaluations.find(({ step }) => step === best?.step) ?? {};
  if (!last || !best || band === undefined || samples === undefined) return [];
  const fall = best.full_valid_mean_reward - last.reward;
  const verdict =
    last.step === best.step
      ? ""
      : fall <= band
        ? `: the last step is not worse than the best (${score(fall)} apart)`
        : `: the last step is worse than the best (${score(fall)} apart)`;
  return [["noise", `${score(band)} with ${count(samples, "graded sample")}${verdict}`]];
}

/** The step's checkpoint, or that it was not kept; empty if the checkpoints are not known. */
function checkpointWords({ checkpoints, job, deployable }: RunResult, step: number): string {
  if (!checkpoints) return "";
  const kept = checkpoints.find((one) => stepOfCheckpoint(one) === step);
  if (kept) return `; checkpoint ${printable(kept.id)}`;
  if (checkpoints.length === 0 && job?.status === "running")
    return "; no checkpoint before a pause or the end";
  const instead = deployable ? `; of those kept, step ${deployable.step} is best` : "";
  return `; its checkpoint was not kept${instead}`;
}

function recommendedLine(run: RunResult): Line[] {
  const { recommended, best } = run;
  if (!best) return [];
  if (!recommended)
    return [
      ["recommended", "none: the number of graded validation samples, or the grader's range, is unknown"],
    ];
  const reason =
    recommended.step === best.step
      ? `no earlier step is within the noise of ${score(recommended.band)}`
      : `the earliest within the noise of ${score(recommended.band)} below the best`;
  return [["recommended", `step ${recommended.step}: ${reason}${checkpointWords(run, recommended.step)}`]];
}

function gapLine({ evaluations }: RunResult): Line[] {
  const last = evaluations.findLast(({ gap }) => gap !== undefined);
  if (last?.trainReward === undefined || last.gap === undefined) return [];
  const gap = score(Math.abs(last.gap));
  const apart = gap === "0" ? "as much as" : `${gap} ${last.gap > 0 ? "above" : "below"}`;
  return [
    ["training reward", `${score(last.trainReward)} on average up to step ${last.step}, ${apart} validation`],
  ];
}

/** The first token metric, in order of preference, that any of these steps has. */
export function tokenMetricOf(steps: readonly StepMetrics[]): string | undefined {
  return tokenMetrics.find((name) => steps.some((step) => numberOf(step, name) !== undefined));
}

function tokenLine({ steps }: RunResult): Line[] {
  const name = tokenMetricOf(steps);
  if (name === undefined) return [];
  const having = steps.flatMap((step) => {
    const tokens = numberOf(step, name);
    return tokens === undefined ? [] : [{ step: step.step, tokens }];
  });
  const [first, last] = [having[0], having.at(-1)];
  const most = having.reduce((a, b) => (b.tokens > a.tokens ? b : a));
  const at = (one: typeof first) => (one ? `${grouped(Math.round(one.tokens))} at step ${one.step}` : "");
  const kind = name.includes("reasoning") ? "reasoning tokens" : "tokens of an answer";
  return [[kind, first === last ? at(first) : `${at(first)} -> ${at(last)}; most ${at(most)}`]];
}

const errorKinds: readonly [words: string, isOfKind: (name: string) => boolean][] = [
  ["not parsed", isParseError],
  ["grader failed", isGraderError],
  ["without a reward", (name) => name === unresponsiveRewards],
];

/** Per kind, the highest mean share over all steps; not a sum, because each grader counts the same answers. */
function errorLine({ steps }: RunResult): Line[] {
  const names = new Set(steps.slice(-50).flatMap((step) => Object.keys(step)));
  const shares = errorKinds.flatMap(([words, isOfKind]) => {
    const means = [...names]
      .filter((name) => isOfKind(name))
      .map((name) => meanOf(steps.flatMap((step) => numberOf(step, name) ?? [])) ?? 0);
    return means.length === 0 ? [] : [{ words, share: Math.max(...means) }];
  });
  if (shares.length === 0) return [];
  const some = shares.filter(({ share }) => share > 0);
  const text = some.map(({ words, share }) => `${words} ${percentInTwoDigits(share)}`).join(", ");
  return [["answers", some.length === 0 ? "no errors" : `${text} (mean of all steps)`]];
}

function costLine({ spend, assumedModel, steps }: RunResult): Line[] {
  if (!spend || spend.training.basis === "unknown") return [];
  const { seconds, basis, steps: known } = spend.training;
  const time = `${duration(seconds)} of training${basis === "billed" ? ", as billed" : ""}`;
  const partly = basis !== "billed" && known < steps.length ? ` (of ${known} of ${steps.length} steps)` : "";
  const cost = spend.dollars === undefined ? "price unknown" : `about $${grouped(Math.round(spend.dollars))}`;
  const unpriced = spend.graders.filter(({ dollars }) => dollars === undefined).length;
  const judges = unpriced > 0 ? `, and ${count(unpriced, "judging model")} of unknown price` : "";
  const assumed = assumedModel === undefined ? "" : ` at the price of ${assumedModel}`;
  return [["time and cost", `${time}${partly}, ${cost}${assumed}${judges}; an estimate`]];
}

/** The source, its progress, status and model; what does not fit goes on the next line. */
function headLine(run: RunResult, lineWidth: number, style: ChalkInstance): string {
  const { source, steps, totalSteps, job, settings } = run;
  const name = source === "-" ? "standard input" : printable(source);
  const done =
    totalSteps === undefined ? count(steps.length, "step") : `step ${steps.at(-1)?.step} of ${totalSteps}`;
  const facts: [plain: string, painted: string][] = [[done, done]];
  if (job) facts.push([job.status, styleStatus(job.status, style)]);
  if (settings?.model !== undefined) facts.push([printable(settings.model), printable(settings.model)]);
  let text = style.bold(name);
  let used = name.length;
  for (const [plain, painted] of facts) {
    const fits = used + 2 + plain.length <= lineWidth;
    text += `${fits ? "" : "\n"}  ${painted}`;
    used = (fits ? used : 0) + 2 + plain.length;
  }
  return `${text}\n`;
}

/** A run in a few lines, to decide by: rewards, the step to take, gap, tokens, errors, time and cost. */
export function reportSummary(run: RunResult, lineWidth: number, style: ChalkInstance): string {
  const lines: Line[] =
    run.kind === "reinforcement"
      ? [rewardLine, noiseLine, recommendedLine, gapLine, tokenLine, errorLine, costLine].flatMap((line) =>
          line(run),
        )
      : [["method", kinds[run.kind]]];
  const width = Math.max(...lines.map(([title]) => title.length));
  const rows = lines.map(([title, text]) => {
    const indent = " ".repeat(width + 4);
    return `  ${style.dim(title.padEnd(width))}  ${wrap(text, lineWidth, indent).trimStart()}`;
  });
  const notes = run.notes.map((note) => style.yellow(wrap(`note: ${printable(note)}`, lineWidth, "  ")));
  return headLine(run, lineWidth, style) + rows.join("") + notes.join("");
}
