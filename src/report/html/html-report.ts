import { compareRuns } from "#run/outcome/compare-runs.js";
import type { RunResult } from "#run/outcome/run-result.js";
import { type OffsetAt, localMinute } from "#words/local-time.js";
import { chartFigure } from "./chart-figure.js";
import { compareAdvice, compareHeadline, compareSection } from "./compare-section.js";
import { deploySection } from "./deploy-section.js";
import { diagnosisSection } from "./diagnosis-section.js";
import { factList, factsOf } from "./facts.js";
import { adviceOf, headlineOf } from "./headline.js";
import { type Markup, markup, trusted } from "./markup.js";
import { type ReportedEvaluation, outputsSection } from "./outputs-section.js";
import { type Chart, chartsOf } from "./run-charts.js";
import { runKey, runName, shortSource } from "./run-name.js";
import { settingsSection } from "./settings-section.js";
import { tabPanels } from "./tab-panels.js";
import { thinChart } from "./thin-chart.js";

/** What the build makes for the report: the drawing code, the styles, and the hashes that allow them. */
export interface ReportAssets {
  script: string;
  style: string;
  /** `sha256-...` of each, for the Content-Security-Policy. */
  scriptHash: string;
  styleHash: string;
}

/** A run, and the outputs to show with it. */
export interface ReportedRun {
  run: RunResult;
  outputs?: ReportedEvaluation | undefined;
}

export interface HtmlReport {
  runs: readonly ReportedRun[];
  /** The findings' pages by code, in Markdown. */
  pages: ReadonlyMap<string, string>;
  assets: ReportAssets;
  /** When and by which version it was made; shown in the footer. */
  made: { at: Date; version: string; offsetAt: OffsetAt };
}

/** Cells in all tables together: more would make the file too large for mail and chat. */
const mostCells = 12_000;

/** The fewest rows a chart gets, however many charts there are. */
const leastRows = 40;

/** The run's charts, each with as many rows as the report has room for. */
function fittingCharts(run: RunResult, runs: number): Chart[] {
  const all = chartsOf(run);
  const room = mostCells / runs / Math.max(1, all.length);
  return all.map((chart) =>
    thinChart(chart, Math.max(leastRows, Math.floor(room / (chart.series.length + 1)))),
  );
}

function charts(all: readonly Chart[], idPrefix: string): Markup {
  return markup`<div class="charts">${all.map((chart) => chartFigure(chart, { idPrefix, isWide: chart.id === "reward" }))}</div>
`;
}

function notesOf({ steps, notes }: RunResult, all: readonly Chart[]): Markup {
  const most = Math.max(0, ...all.map(({ x }) => x.length));
  const thinned =
    most === 0 || most >= steps.length
      ? []
      : [
          `To keep this file small a chart and its table show at most ${most} of the ${steps.length} steps, each as it was measured: the first, the last, and the lowest and highest of every stretch of each curve. rft metrics --csv has them all.`,
        ];
  const lines = [...notes, ...thinned];
  return lines.length === 0
    ? markup``
    : markup`<ul class="notes">${lines.map((note) => markup`<li>${note}</li>`)}</ul>`;
}

/** One run: its figures, diagnosis, curves and settings; its outputs, if any, in a tab of their own. */
function runSections(
  { run, outputs }: ReportedRun,
  place: { prefix: string; runs: number; pages: HtmlReport["pages"] },
): Markup {
  const { prefix, runs, pages } = place;
  const shown = fittingCharts(run, runs);
  const id = (name: string) => `${prefix}${name}`;
  const metrics = markup`${diagnosisSection(run, pages, id("diagnosis"))}
<section id="${id("curves")}"><h2>Curves</h2>${charts(shown, prefix)}</section>
${deploySection(run, id("deploy"))}${settingsSection(run, id("settings"))}`;
  const panels = outputs && [
    { id: "metrics", name: "Metrics", content: metrics },
    { id: "outputs", name: "Outputs", content: outputsSection(outputs, id("outputs")) },
  ];
  return markup`${factList(factsOf(run))}${notesOf(run, shown)}
${panels ? tabPanels(panels, prefix) : metrics}`;
}

function single(reported: ReportedRun, pages: HtmlReport["pages"]): Markup {
  const { run } = reported;
  const advice = adviceOf(run);
  const links = [
    ["diagnosis", "Diagnosis"],
    ["curves", "Curves"],
    ...(run.deployable ? [["deploy", "Deploy"]] : []),
    ...(run.settings ? [["settings", "Settings"]] : []),
    ...(reported.outputs ? [["outputs", "Outputs"]] : []),
  ];
  return markup`<header><p class="eyebrow">Reinforcement fine-tuning · <span title="${run.source}">${shortSource(run.source)}</span></p><h1>${headlineOf(run)}</h1>${advice === undefined ? undefined : markup`<p class="lede">${advice}</p>`}
<nav aria-label="Sections">${links.map(([id, name]) => markup`<a href="#${id}">${name}</a>`)}</nav></header>
<main id="main">${runSections(reported, { prefix: "", runs: 1, pages })}</main>`;
}

function several(runs: readonly ReportedRun[], pages: HtmlReport["pages"]): Markup {
  const reports = runs.map(({ run }) => run);
  const comparison = compareRuns(reports);
  const advice = compareAdvice(comparison);
  return markup`<header><p class="eyebrow">Reinforcement fine-tuning · ${runs.length} runs</p><h1>${compareHeadline(reports, comparison)}</h1>${advice === undefined ? undefined : markup`<p class="lede">${advice}</p>`}
<nav aria-label="Sections"><a href="#compare">Side by side</a>${runs.map(({ run }, index) => markup`<a href="#run-${index + 1}">${runName(run, index)}</a>`)}</nav></header>
<main id="main">${compareSection(reports, comparison)}
${runs.map(
  (
    reported,
    index,
  ) => markup`<section class="run" id="run-${index + 1}"><p class="eyebrow"><span class="key valid c-${index % 8}"></span><strong>${runKey(index)}</strong> <span title="${reported.run.source}">${shortSource(reported.run.source)}</span></p><h2 class="big">${headlineOf(reported.run)}</h2><p class="lede">${adviceOf(reported.run)}</p>${runSections(reported, { prefix: `run-${index + 1}-`, runs: runs.length + 1, pages })}</section>
`,
)}</main>`;
}

/**
 * One or several runs as one self-contained HTML file: text, tables, and code that draws the charts from the tables.
 * Everything that comes from a run is escaped; the policy in the head allows no code but ours and no connections.
 */
export function htmlReport({ runs, pages, assets, made }: HtmlReport): string {
  const { script, style, scriptHash, styleHash } = assets;
  const [only] = runs;
  const title = runs.length === 1 && only ? shortSource(only.run.source) : `${runs.length} runs`;
  const policy = `default-src 'none'; script-src '${scriptHash}'; style-src '${styleHash}'; base-uri 'none'; form-action 'none'`;
  const body = runs.length === 1 && only ? single(only, pages) : several(runs, pages);
  const { html } = markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${title} · rft metrics</title><style>${trusted(style)}</style></head>
<body><a class="skip" href="#main">To the report</a>
${body}
<footer><p id="keys" class="quiet">Charts: drag to zoom, double-click for the whole run. With the keyboard: arrow keys read values, + and − zoom, Escape shows the whole run.</p><p class="quiet">Made by rft ${made.version} on ${localMinute(made.at, made.offsetAt)}. Rewards, tokens and times are the service’s figures; diagnosis and noise band are reckoned from them.</p></footer>
<noscript><p class="quiet">The charts are drawn by code in this file, which is switched off here; the tables hold the same numbers.</p></noscript>
<script>${trusted(script)}</script></body></html>
`;
  return html;
}
