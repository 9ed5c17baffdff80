import type { Comparison, Reached } from "#run/outcome/compare-runs.js";
import type { RunResult } from "#run/outcome/run-result.js";
import { reward } from "#report/run/decision-words.js";
import { maskSecrets } from "#report/text/mask-secrets.js";
import { dollars, duration, score } from "#words/quantities.js";
import { diffMarkup } from "./diff-markup.js";
import { type Content, type Markup, markup } from "./markup.js";
import { runKey } from "./run-name.js";

function keyMark(place: number): Markup {
  return markup`<span class="key valid c-${place % 8}"></span>`;
}

/** A table with a column per run, headed by its key. */
function table(label: string, corner: string, runs: number, rows: readonly Markup[]): Markup {
  const heads = Array.from(
    { length: runs },
    (_, place) => markup`<th scope="col">${keyMark(place)}${runKey(place)}</th>`,
  );
  return markup`<div class="scroll" tabindex="0" role="group" aria-label="${label}"><table class="runs"><thead><tr><th scope="col">${corner}</th>${heads}</tr></thead><tbody>${rows}</tbody></table></div>
`;
}

function row(name: string, cells: readonly Content[]): Markup {
  return markup`<tr><th scope="row">${name}</th>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>
`;
}

/** Which run each key stands for, with a link to its section. */
export function runLegend(runs: readonly RunResult[]): Markup {
  const items = runs.map(({ source, settings }, place) => {
    const suffix =
      settings?.suffix === undefined ? undefined : markup` <span class="quiet">${settings.suffix}</span>`;
    return markup`<li>${keyMark(place)}<strong>${runKey(place)}</strong> <a href="#run-${place + 1}">${source}</a>${suffix}</li>`;
  });
  return markup`<ul class="keys" aria-label="Runs">${items}</ul>
`;
}

function stepFigures({ best, recommended }: RunResult): [string, Content][] {
  return [
    ["recommended step", recommended?.step],
    ["its reward", recommended && reward(recommended.reward)],
    ["best reward", best && reward(best.full_valid_mean_reward)],
    ["at step", best?.step],
  ];
}

function runFigures(run: RunResult): [string, Content][] {
  const { evaluations, steps, spend } = run;
  const last = evaluations.at(-1);
  const training = spend?.training.basis === "unknown" ? undefined : spend?.training;
  return [
    ...stepFigures(run),
    ["last reward", last && reward(last.reward)],
    ["steps", steps.length],
    ["training", training && duration(training.seconds)],
    ["estimated cost", training && spend?.dollars !== undefined ? dollars(spend.dollars) : undefined],
  ];
}

/** The runs' figures: rewards, the step to take, time and estimated cost. */
export function figureTable(runs: readonly RunResult[]): Markup {
  const figures = runs.map(runFigures);
  const names = figures[0]?.map(([name]) => name) ?? [];
  const rows = names.map((name, index) =>
    row(
      name,
      figures.map((own) => own[index]?.[1]),
    ),
  );
  return table("Figures of the runs", "figure", runs.length, rows);
}

/** `step 10, 3.2 h, $320`, without a line break between a number and its unit. */
export function reachedWords({ step, hours, dollars: cost }: Reached): string {
  return [
    `step\u00a0${step}`,
    ...(hours === undefined ? [] : [`${hours.toFixed(1)}\u00a0h`]),
    ...(cost === undefined ? [] : [dollars(cost)]),
  ].join(", ");
}

/** Which run reached which reward first, and at what cost; empty if there are no rewards to compare. */
export function reachedTable({ reached, sources }: Comparison): Markup {
  if (reached.length === 0) return markup``;
  const rows = reached.map(({ reward: level, runs, first }) => {
    const cells = runs.map((one, place) => {
      if (!one) return markup`<td class="quiet">not reached</td>`;
      const words = reachedWords(one);
      return place === first
        ? markup`<td><span class="quiet">first</span> <strong>${words}</strong></td>`
        : markup`<td>${words}</td>`;
    });
    return markup`<tr><th scope="row">${score(level)}</th>${cells}</tr>
`;
  });
  return markup`<h3>Who came to which reward first, and at what cost</h3><p class="quiet">Validation reward; hours of training and estimated dollars up to the evaluation that first came to it.</p>
${table("Rewards reached", "reward", sources.length, rows)}`;
}

function text(value: unknown): string {
  if (value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

/** A setting of many lines: the first run's value, and how the others differ from it. */
function longDifference(name: string, values: readonly unknown[]): Markup {
  const [first, ...others] = values.map(text);
  const blocks = others.map((value, index) => {
    const content =
      value === "" ? "(unknown)" : value === first ? "(the same)" : diffMarkup(first ?? "", value);
    return markup`<div class="step"><p class="verdict"><strong>${runKey(index + 1)}</strong></p><pre class="output" tabindex="0">${content}</pre></div>`;
  });
  return markup`<details class="setting"><summary>${name}: what differs</summary><div class="steps"><div class="step"><p class="verdict"><strong>${runKey(0)}</strong></p><pre class="output" tabindex="0">${first === "" ? "(unknown)" : first}</pre></div>${blocks}</div></details>
`;
}

function isLong({ values }: { values: unknown[] }): boolean {
  return values.some((value) => typeof value === "object" && value !== null);
}

/** The settings that differ between runs, secrets masked; the grader and other long ones as text diffs. */
export function settingTable({ differences, sources }: Comparison): Markup {
  const shown = differences.map(({ setting, values }) => ({
    name: setting,
    values: values.map((value) => maskSecrets(value, setting)),
  }));
  const short = shown.filter((one) => !isLong(one));
  const rows = short.map(({ name, values }) => row(name, values.map(text)));
  if (shown.length === 0) return markup``;
  return markup`<h3>Settings that differ</h3>${rows.length > 0 ? table("Settings that differ", "setting", sources.length, rows) : undefined}${shown.filter(isLong).map(({ name, values }) => longDifference(name, values))}`;
}
