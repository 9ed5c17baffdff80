import type { Comparison, Reached } from "../../job/compare-runs.js";
import type { RunReport } from "../../job/run-report.js";
import { maskSecrets } from "../mask-secrets.js";
import { dollars, duration, score } from "../quantities.js";
import { diffMarkup } from "./diff-markup.js";
import { reward } from "./headline.js";
import { type Content, type Markup, markup } from "./markup.js";

function table(label: string, heads: readonly Content[], rows: readonly Markup[], kind = ""): Markup {
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table${kind === "" ? undefined : markup` class="${kind}"`}><thead><tr>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>
`;
}

function runKey(source: string, index: number): Markup {
  return markup`<span class="key valid c-${index % 8}"></span>${source}`;
}

function runRow({ source, best, recommended, evaluations, steps, spend }: RunReport, index: number): Markup {
  const last = evaluations.at(-1);
  const training = spend?.training.basis === "unknown" ? undefined : spend?.training;
  const cells = [
    best && reward(best.full_valid_mean_reward),
    best?.step,
    recommended?.step,
    last && reward(last.reward),
    steps.length,
    training && duration(training.seconds),
    training && spend?.dollars !== undefined ? dollars(spend.dollars) : undefined,
  ];
  return markup`<tr><th scope="row">${runKey(source, index)}</th>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>
`;
}

/** Each run in a line: its best, what to take, its time and its estimated cost. */
export function runTable(runs: readonly RunReport[]): Markup {
  const heads = ["run", "best", "at step", "step to take", "last", "steps", "training", "estimated cost"];
  return table("Runs", heads, runs.map(runRow));
}

/** `step 10, 3.2 h, $320`. */
export function reachedWords({ step, hours, dollars: cost }: Reached): string {
  return [
    `step ${step}`,
    ...(hours === undefined ? [] : [`${hours.toFixed(1)} h`]),
    ...(cost === undefined ? [] : [dollars(cost)]),
  ].join(", ");
}

/** Which run came to which reward first, and at what cost; nothing where no reward is common ground. */
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
${table("Rewards reached", ["reward", ...sources.map(runKey)], rows)}`;
}

function text(value: unknown): string {
  if (value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

/** A setting of many lines: as the first run has it, and what the others have otherwise. */
function longDifference(name: string, values: readonly unknown[], sources: readonly string[]): Markup {
  const [first, ...others] = values.map(text);
  const blocks = others.map((value, index) => {
    const content =
      value === "" ? "(unknown)" : value === first ? "(the same)" : diffMarkup(first ?? "", value);
    return markup`<div class="step"><p class="verdict"><strong>${sources[index + 1]}</strong></p><pre class="output" tabindex="0">${content}</pre></div>`;
  });
  return markup`<details class="setting"><summary>${name}: what differs</summary><div class="steps"><div class="step"><p class="verdict"><strong>${sources[0]}</strong></p><pre class="output" tabindex="0">${first === "" ? "(unknown)" : first}</pre></div>${blocks}</div></details>
`;
}

function isLong({ values }: { values: unknown[] }): boolean {
  return values.some((value) => typeof value === "object" && value !== null);
}

/** The settings that are not the same in all runs, secrets masked; the grader and other long ones as differences of text. */
export function settingTable({ differences, sources }: Comparison): Markup {
  const shown = differences.map(({ setting, values }) => ({
    name: setting,
    values: values.map((value) => maskSecrets(value, setting)),
  }));
  const short = shown.filter((one) => !isLong(one));
  const rows = short.map(
    ({ name, values }) =>
      markup`<tr><th scope="row">${name}</th>${values.map((value) => markup`<td>${text(value)}</td>`)}</tr>
`,
  );
  if (shown.length === 0) return markup``;
  return markup`<h3>Settings that differ</h3>${rows.length > 0 ? table("Settings that differ", ["setting", ...sources], rows, "words") : undefined}${shown.filter(isLong).map(({ name, values }) => longDifference(name, values, sources))}`;
}
