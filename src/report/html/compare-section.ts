import type { RunReport } from "../../job/run-report.js";
import { stepSeconds, measureTraining } from "../../job/training-time.js";
import { duration } from "../quantities.js";
import { chartFigure } from "./chart-figure.js";
import { reward } from "./headline.js";
import { type Markup, markup } from "./markup.js";
import type { Chart } from "./run-charts.js";
import { settingRows } from "./settings-section.js";
import { spread } from "./thin-steps.js";

/** The evaluations of a run by what they are laid out along. */
type Places = Map<number, number>;

function byStep({ evaluations }: RunReport): Places {
  return new Map(evaluations.map(({ step, reward: value }) => [step, value]));
}

/** Hours of training up to each evaluation; empty where a step's time is unknown. */
function byHours({ steps, evaluations }: RunReport): Places {
  const rewards = new Map(evaluations.map((one) => [one.step, one.reward]));
  const places: Places = new Map();
  let seconds = 0;
  for (const step of steps) {
    const own = stepSeconds(step);
    if (own === undefined) return new Map();
    seconds += own;
    const value = rewards.get(step.step);
    if (value !== undefined) places.set(Number((seconds / 3600).toPrecision(4)), value);
  }
  return places;
}

/** Evaluations shown of all runs together: more would make the file large, and could not be told apart. */
const mostPlaces = 400;

function overlay(
  runs: readonly RunReport[],
  placesOf: (run: RunReport) => Places,
): Pick<Chart, "x" | "series"> {
  const places = runs.map(placesOf);
  const all = [...new Set(places.flatMap((one) => [...one.keys()]))].toSorted((a, b) => a - b);
  const shown = spread(all.length, Math.min(all.length, mostPlaces));
  const x = all.filter((_, index) => shown.has(index));
  return {
    x,
    series: runs.map(({ source }, index) => ({
      name: source,
      role: "valid",
      colour: index,
      values: x.map((place) => places[index]?.get(place)),
    })),
  };
}

function runRow(run: RunReport): Markup {
  const { source, best, recommended, evaluations } = run;
  const { seconds, basis } = measureTraining(run.steps);
  return markup`<tr><th scope="row">${source}</th><td>${best ? reward(best.full_valid_mean_reward) : ""}</td><td>${best?.step}</td><td>${recommended?.step}</td><td>${evaluations.at(-1) ? reward(evaluations.at(-1)?.reward ?? 0) : ""}</td><td>${run.steps.length}</td><td>${basis === "unknown" ? "" : duration(seconds)}</td></tr>
`;
}

/** The settings that are not the same in all runs. */
function differences(runs: readonly RunReport[]): [name: string, values: string[]][] {
  const all = runs.map(
    (run) => new Map([...settingRows(run), ["grader", JSON.stringify(run.settings?.grader ?? {})]]),
  );
  const names = new Set(all.flatMap((one) => [...one.keys()]));
  return [...names].flatMap((name): [string, string[]][] => {
    const values = all.map((one) => one.get(name) ?? "");
    return new Set(values).size > 1 && name !== "grader" ? [[name, values]] : [];
  });
}

/** True where the runs' graders are known and not the same: their rewards are no common measure then. */
function gradersDiffer(runs: readonly RunReport[]): boolean {
  const graders = runs.flatMap(({ settings }) => (settings?.grader ? [JSON.stringify(settings.grader)] : []));
  return new Set(graders).size > 1;
}

function settingTable(runs: readonly RunReport[]): Markup {
  const rows = differences(runs);
  if (rows.length === 0) return markup``;
  return markup`<h3>Settings that differ</h3><div class="scroll" tabindex="0" role="region" aria-label="Settings that differ"><table class="words"><thead><tr><th scope="col">setting</th>${runs.map(({ source }) => markup`<th scope="col">${source}</th>`)}</tr></thead><tbody>${rows.map(
    ([
      name,
      values,
    ]) => markup`<tr><th scope="row">${name}</th>${values.map((value) => markup`<td>${value}</td>`)}</tr>
`,
  )}</tbody></table></div>
`;
}

/** Runs side by side: their figures, their validation rewards along steps and hours, what was set otherwise. */
export function compareSection(runs: readonly RunReport[]): Markup {
  const about = "Mean reward of the whole validation set, a curve a run";
  const charts: Chart[] = [
    {
      id: "by-step",
      title: "Validation reward by step",
      about: `${about}.`,
      xName: "step",
      ...overlay(runs, byStep),
    },
    {
      id: "by-hours",
      title: "Validation reward by hours of training",
      about: `${about}: an hour is what is paid for.`,
      xName: "hours",
      ...overlay(runs, byHours),
    },
  ];
  const warning = gradersDiffer(runs)
    ? markup`<p class="warning-line"><strong>Warning</strong> The graders differ: their rewards are not comparable.</p>`
    : undefined;
  return markup`<section id="compare"><h2>Runs side by side</h2>${warning}
<div class="scroll" tabindex="0" role="region" aria-label="Runs"><table><thead><tr><th scope="col">run</th><th scope="col">best</th><th scope="col">at step</th><th scope="col">step to take</th><th scope="col">last</th><th scope="col">steps</th><th scope="col">training</th></tr></thead><tbody>${runs.map(runRow)}</tbody></table></div>
<div class="charts">${charts.filter(({ x }) => x.length > 0).map((chart) => chartFigure(chart))}</div>
${settingTable(runs)}</section>
`;
}

/** What the comparison came to, in one sentence. */
export function compareHeadline(runs: readonly RunReport[]): string {
  const [top] = runs
    .filter(({ best }) => best)
    .toSorted((a, b) => (b.best?.full_valid_mean_reward ?? 0) - (a.best?.full_valid_mean_reward ?? 0));
  const start = `${runs.length} runs compared`;
  if (gradersDiffer(runs)) return `${start}, with different graders: their rewards are not comparable.`;
  return top?.best
    ? `${start}: ${top.source} reached the highest validation reward, ${reward(top.best.full_valid_mean_reward)} at step ${top.best.step}.`
    : `${start}; none has a validation reward yet.`;
}
