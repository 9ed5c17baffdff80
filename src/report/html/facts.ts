import { errorFigures, tokenFigures } from "#run/outcome/answer-figures.js";
import type { RunResult } from "#run/outcome/run-result.js";
import { sideWords } from "#run/steps/metric-names.js";
import { reward } from "#report/run/decision-words.js";
import { basisWords, errorPlace } from "#report/run/figure-words.js";
import { dollars, duration, grouped, percentInTwoDigits } from "#words/quantities.js";
import { type Markup, markup } from "./markup.js";

/** A figure of a run, with its name and what it means. */
export interface Fact {
  name: string;
  value: string;
  note?: string | undefined;
}

/** A tile a side, in the figures that the terminal shows too. */
function tokenFacts({ steps }: RunResult): Fact[] {
  return tokenFigures(steps).map(({ side, kind, first, last, most }) => {
    const change = first.tokens > 0 ? Math.round((last.tokens / first.tokens - 1) * 100) : undefined;
    const percent = change === undefined ? "" : `, ${change < 0 ? "−" : "+"}${Math.abs(change)}%`;
    const from =
      first.step === last.step
        ? ""
        : `, from ${grouped(Math.round(first.tokens))} at step ${first.step}${percent}`;
    const peak =
      most.step === first.step || most.step === last.step
        ? ""
        : `; most ${grouped(Math.round(most.tokens))} at step ${most.step}`;
    return {
      name: `${kind === "reasoning tokens" ? "Reasoning tokens" : "Tokens of an answer"}, ${sideWords[side]}`,
      value: grouped(Math.round(last.tokens)),
      note: `at step ${last.step}${from}${peak}`,
    };
  });
}

/** Answers that earned nothing for another reason than what they say; none if there are none. */
function errorFacts({ steps }: RunResult): Fact[] {
  return errorFigures(steps)
    .filter(({ share, overall }) => share > 0 || overall > 0)
    .map((figure) => ({
      name: `Answers ${figure.kind}`,
      value: percentInTwoDigits(figure.share),
      note: `${errorPlace(figure)}; ${percentInTwoDigits(figure.overall)} over all steps`,
    }));
}

function spendFacts({ spend, assumedModel }: RunResult): Fact[] {
  if (!spend || spend.training.basis === "unknown") return [];
  const { seconds } = spend.training;
  const note = assumedModel === undefined ? "by list price" : `by list price of ${assumedModel}`;
  return [
    { name: "Training time", value: duration(seconds), note: basisWords(spend.training) },
    ...(spend.dollars === undefined ? [] : [{ name: "Estimated cost", value: dollars(spend.dollars), note }]),
  ];
}

function bestFact({ best, evaluations: [first] }: RunResult): Fact[] {
  if (!best) return [];
  const from = first && first.step !== best.step ? `, from ${reward(first.reward)}` : "";
  return [
    {
      name: "Best validation",
      value: reward(best.full_valid_mean_reward),
      note: `at step ${best.step}${from}`,
    },
  ];
}

function recommendedFact({ best, recommended }: RunResult): Fact[] {
  if (!recommended) return [];
  const { step, band, difference } = recommended;
  const note =
    step === best?.step
      ? `reward ${reward(recommended.reward)}, the best; noise ${reward(band)}`
      : `reward ${reward(recommended.reward)}, ${reward(difference)} below the best; noise ${reward(band)}`;
  return [{ name: "Recommended step", value: String(step), note }];
}

function lastFacts({ best, evaluations }: RunResult): Fact[] {
  const last = evaluations.at(-1);
  if (!last) return [];
  const isBest = last.step === best?.step;
  const before = evaluations.at(-2);
  const since = before ? `steps ${before.step + 1} to ${last.step}` : `up to step ${last.step}`;
  return [
    ...(isBest
      ? []
      : [{ name: "Last validation", value: reward(last.reward), note: `at step ${last.step}` }]),
    ...(last.gap === undefined
      ? []
      : [
          {
            name: "Gap to training",
            value: reward(last.gap).replace("-", "−"),
            note: `${since}, mean of training less validation`,
          },
        ]),
  ];
}

/** The few figures a person looks for first. */
export function factsOf(run: RunResult): Fact[] {
  const { steps, job } = run;
  return [
    ...recommendedFact(run),
    ...bestFact(run),
    ...lastFacts(run),
    ...tokenFacts(run),
    ...errorFacts(run),
    { name: "Steps", value: grouped(steps.length), note: job?.status },
    ...spendFacts(run),
  ];
}

export function factList(facts: readonly Fact[]): Markup {
  return markup`<dl class="facts">${facts.map(
    ({ name, value, note }) =>
      markup`<div><dt>${name}</dt><dd>${value}${note === undefined ? undefined : markup`<small>${note}</small>`}</dd></div>`,
  )}</dl>
`;
}
