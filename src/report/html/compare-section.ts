import type { Comparison } from "#run/outcome/compare-runs.js";
import type { RunResult } from "#run/outcome/run-result.js";
import { reward } from "#report/run/decision-words.js";
import { score } from "#words/quantities.js";
import { chartFigure } from "./chart-figure.js";
import { compareCharts } from "./compare-charts.js";
import { figureTable, reachedTable, reachedWords, runLegend, settingTable } from "./compare-tables.js";
import { sentence } from "./diagnosis-section.js";
import { type Markup, markup } from "./markup.js";
import { runKey, runName } from "./run-name.js";
import { thinChart } from "./thin-chart.js";

/** Rows per chart: more would bloat the file, and nobody could tell them apart. */
const mostRows = 400;

// The style sheet hides the chart that is not selected.
const alignment = markup`<fieldset class="along"><legend>Align by</legend><label><input type="radio" name="along" id="along-step" checked> steps</label><label><input type="radio" name="along" id="along-hours"> hours of training</label></fieldset>
`;

/** Runs side by side: warnings, figures and cost, curves, which run was first, settings that differ. */
export function compareSection(runs: readonly RunResult[], comparison: Comparison): Markup {
  const charts = compareCharts(runs);
  const warnings = comparison.warnings.map(
    (warning) => markup`<p class="warning-line"><strong>Warning</strong> ${sentence(warning)}</p>`,
  );
  return markup`<section id="compare"><h2>Runs side by side</h2>${warnings}
${runLegend(runs)}${figureTable(runs)}${charts.length > 1 ? alignment : undefined}<div class="charts">${charts.map((chart) => chartFigure(thinChart(chart, mostRows), { isWide: true }))}</div>
${reachedTable(comparison)}${settingTable(comparison)}</section>
`;
}

/** The outcome of the comparison, in one sentence. */
export function compareHeadline(runs: readonly RunResult[], { sameGrader }: Comparison): string {
  const [top] = runs
    .flatMap((run, place) => (run.best ? [{ name: runName(run, place), best: run.best }] : []))
    .toSorted((a, b) => b.best.full_valid_mean_reward - a.best.full_valid_mean_reward);
  const start = `${runs.length} runs compared`;
  if (sameGrader === false) return `${start}, with different graders: their rewards are not comparable.`;
  return top
    ? `${start}: ${top.name} reached the highest validation reward, ${reward(top.best.full_valid_mean_reward)} at step ${top.best.step}.`
    : `${start}; none has a validation reward yet.`;
}

/** Which run was first to the highest reward that more than one run reached; undefined if none was. */
export function compareAdvice({ reached }: Comparison): string | undefined {
  const level = reached.findLast(({ runs }) => runs.filter((one) => one !== null).length > 1);
  if (level?.first === undefined) return undefined;
  const { first, runs } = level;
  const all = runs.flatMap((one, place) => (one ? [{ place, words: reachedWords(one) }] : []));
  const others = all.filter(({ place }) => place !== first);
  const own = all.find(({ place }) => place === first);
  const theirs = others.map(({ place, words }) => `${runKey(place)} (${words})`).join(", ");
  return `First at ${score(level.reward)} was ${runKey(first)} (${own?.words}), before ${theirs}.`;
}
