import type { ErrorFigure, TokenFigure, TokensAt } from "#run/outcome/answer-figures.js";
import type { Spend } from "#run/spend/spend.js";
import { sideWords } from "#run/steps/metric-names.js";
import { duration, grouped, percentInTwoDigits } from "#words/quantities.js";

/** `step 7`, `steps 20 to 24`, `steps 15, 20`. */
function stepsSpan(steps: readonly number[]): string {
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined) return "no step";
  if (first === last) return `step ${first}`;
  const isRow = last - first === steps.length - 1;
  return isRow ? `steps ${first} to ${last}` : `steps ${steps.join(", ")}`;
}

function tokensAt({ step, tokens }: TokensAt): string {
  return `${grouped(Math.round(tokens))} at step ${step}`;
}

/** `training 301 at step 1 -> 401 at step 24, most 467 at step 13`: the same in every view. */
export function tokenWords({ side, first, last, most }: TokenFigure): string {
  if (first.step === last.step) return `${sideWords[side]} ${tokensAt(first)}`;
  const peak = most.step === first.step || most.step === last.step ? "" : `, most ${tokensAt(most)}`;
  return `${sideWords[side]} ${tokensAt(first)} -> ${tokensAt(last)}${peak}`;
}

/** Where an error figure comes from: `training, steps 20 to 24`. */
export function errorPlace({ side, steps }: ErrorFigure): string {
  return `${side ? `${sideWords[side]}, ` : ""}${stepsSpan(steps)}`;
}

/** `not parsed 9% (training, steps 20 to 24; 17% over all steps)`: the same in every view. */
export function errorWords(figure: ErrorFigure): string {
  const { kind, share, overall } = figure;
  const [now, all] = [percentInTwoDigits(share), percentInTwoDigits(overall)];
  return `${kind} ${now} (${errorPlace(figure)}${now === all ? "" : `; ${all} over all steps`})`;
}

const bases: Readonly<Record<string, string>> = {
  billed: "as the service billed it",
  clocked: "by the clock between steps",
  measured: "as the steps measured it",
};

/** What a training time rests on, in words; a basis without words of its own is named as it is. */
export function basisWords({ basis, durations }: Spend["training"]): string {
  const words = bases[basis] ?? basis;
  return durations === undefined ? words : `${words} (their durations tell ${duration(durations)} only)`;
}
