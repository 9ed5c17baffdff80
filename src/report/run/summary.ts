import type { ChalkInstance } from "chalk";
import { errorFigures, tokenFigures } from "#run/outcome/answer-figures.js";
import { type RunResult, stepOfCheckpoint } from "#run/outcome/run-result.js";
import { printable } from "#words/printable.js";
import { count, duration, grouped, score } from "#words/quantities.js";
import { billOfStatus } from "#report/job/report-bill.js";
import { styleStatus } from "#report/job/report-job.js";
import { wrap } from "#words/wrap.js";
import { pairedWords, verdictWords } from "./decision-words.js";
import { basisWords, errorWords, tokenWords } from "./figure-words.js";

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
function noiseLine({ evaluations, best, recommended }: RunResult): Line[] {
  const last = evaluations.at(-1);
  if (!last || !best || !recommended) return [];
  const { band, samples, bandNote } = recommended;
  const fall = best.full_valid_mean_reward - last.reward;
  const verdict =
    last.step === best.step
      ? ""
      : fall <= band
        ? `: the last step is not worse than the best (${score(fall)} apart)`
        : `: the last step is worse than the best (${score(fall)} apart)`;
  const note = bandNote === undefined ? "" : `; ${bandNote}`;
  return [["noise", `${score(band)} with ${count(samples, "graded sample")}${verdict}${note}`]];
}

/** The best step against the recommended one, row by row. */
function pairedLine(run: RunResult): Line[] {
  const words = pairedWords(run);
  return words === undefined ? [] : [["row by row", words]];
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
  const { recommended, deployableBest } = run;
  const verdict = verdictWords(run);
  if (verdict === undefined) return [];
  if (!recommended) return [["recommended", verdict]];
  const alternative = deployableBest ? `; the best step's: ${printable(deployableBest.checkpoint)}` : "";
  return [["recommended", `${verdict}${checkpointWords(run, recommended.step)}${alternative}`]];
}

function gapLine({ evaluations }: RunResult): Line[] {
  const place = evaluations.findLastIndex(({ gap }) => gap !== undefined);
  const [before, last] = [evaluations[place - 1], evaluations[place]];
  if (last?.trainReward === undefined || last.gap === undefined) return [];
  const gap = score(Math.abs(last.gap));
  const apart = gap === "0" ? "as much as" : `${gap} ${last.gap > 0 ? "above" : "below"}`;
  const since = before ? `since the evaluation of step ${before.step}` : `up to step ${last.step}`;
  return [["training reward", `${score(last.trainReward)} on average ${since}, ${apart} validation`]];
}

function tokenLines({ steps }: RunResult): Line[] {
  const figures = tokenFigures(steps);
  const used = new Set(figures.map(({ kind }) => kind));
  return [...used].map((kind) => [
    kind,
    figures.flatMap((one) => (one.kind === kind ? [tokenWords(one)] : [])).join("; "),
  ]);
}

/** Per kind, the largest share of the last steps; not a sum, because each grader counts the same answers. */
function errorLine({ steps }: RunResult): Line[] {
  const figures = errorFigures(steps);
  if (figures.length === 0) return [];
  const some = figures.filter(({ share, overall }) => share > 0 || overall > 0);
  return [["answers", some.length === 0 ? "no errors" : some.map(errorWords).join(", ")]];
}

function billLine({ job, spend }: RunResult): Line[] {
  const bill = job && billOfStatus(job.status);
  return bill === undefined || spend?.training.basis === "billed" ? [] : [["bill", bill]];
}

function costLine({ spend, assumedModel, steps }: RunResult): Line[] {
  if (!spend || spend.training.basis === "unknown") return [];
  const { seconds, basis, steps: known } = spend.training;
  const partly = basis !== "billed" && known < steps.length ? ` (of ${known} of ${steps.length} steps)` : "";
  const time = `${duration(seconds)} of training${partly}, ${basisWords(spend.training)}`;
  const cost =
    spend.dollars === undefined
      ? "price unknown"
      : `about $${grouped(Math.round(spend.dollars))} by list price`;
  const unpriced = spend.graders.filter(({ dollars }) => dollars === undefined).length;
  const judges = unpriced > 0 ? `, and ${count(unpriced, "judging model")} of unknown price` : "";
  const assumed = assumedModel === undefined ? "" : ` of ${assumedModel}`;
  return [["time and cost", `${time}; ${cost}${assumed}${judges}`]];
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
      ? [
          rewardLine,
          recommendedLine,
          noiseLine,
          pairedLine,
          gapLine,
          tokenLines,
          errorLine,
          costLine,
          billLine,
        ].flatMap((line) => line(run))
      : [["method", kinds[run.kind]]];
  const width = Math.max(...lines.map(([title]) => title.length));
  const rows = lines.map(([title, text]) => {
    const indent = " ".repeat(width + 4);
    return `  ${style.dim(title.padEnd(width))}  ${wrap(text, lineWidth, indent).trimStart()}`;
  });
  const notes = run.notes.map((note) => style.yellow(wrap(`note: ${printable(note)}`, lineWidth, "  ")));
  return headLine(run, lineWidth, style) + rows.join("") + notes.join("");
}
