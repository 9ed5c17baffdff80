import { numberOf } from "#run/steps/evaluations.js";
import type { RunResult } from "#run/outcome/run-result.js";
import { dollars, duration, grouped } from "#words/quantities.js";
import { reward } from "./headline.js";
import { type Markup, markup } from "./markup.js";

/** A figure of a run, with its name and what it means. */
export interface Fact {
  name: string;
  value: string;
  note?: string | undefined;
}

const tokenMetrics = ["usage/samples/valid_reasoning_tokens_mean", "reasoning_tokens_mean"];

function tokenFact({ steps }: RunResult): Fact[] {
  for (const metric of tokenMetrics) {
    const values = steps.flatMap((step) => numberOf(step, metric) ?? []);
    const [first, last] = [values[0], values.at(-1)];
    if (first === undefined || last === undefined) continue;
    const change = first > 0 ? Math.round((last / first - 1) * 100) : undefined;
    const note =
      change === undefined
        ? undefined
        : `from ${grouped(Math.round(first))}, ${change < 0 ? "−" : "+"}${Math.abs(change)}%`;
    return [{ name: "Reasoning tokens", value: grouped(Math.round(last)), note }];
  }
  return [];
}

const bases = {
  billed: "as billed",
  clocked: "by the times of steps",
  measured: "steps and evaluations",
};

function spendFacts({ spend, assumedModel }: RunResult): Fact[] {
  if (!spend || spend.training.basis === "unknown") return [];
  const { seconds, basis } = spend.training;
  const note = assumedModel === undefined ? "our reckoning" : `at the price of ${assumedModel}`;
  return [
    { name: "Training time", value: duration(seconds), note: bases[basis] },
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
  const { step, band } = recommended;
  const note = step === best?.step ? "the best itself" : `within ${reward(band)} of the best`;
  return [{ name: "Step to take", value: String(step), note }];
}

function lastFacts({ best, evaluations }: RunResult): Fact[] {
  const last = evaluations.at(-1);
  if (!last) return [];
  const isBest = last.step === best?.step;
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
            note: "mean since the last evaluation",
          },
        ]),
  ];
}

/** The few figures a person looks for first. */
export function factsOf(run: RunResult): Fact[] {
  const { steps, job } = run;
  return [
    ...bestFact(run),
    ...recommendedFact(run),
    ...lastFacts(run),
    ...tokenFact(run),
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
