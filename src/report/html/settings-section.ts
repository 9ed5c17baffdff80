import type { JsonValue } from "#json/json-value.js";
import type { RunResult } from "#run/outcome/run-result.js";
import { maskSecrets } from "#report/text/mask-secrets.js";
import { type Markup, markup } from "./markup.js";

function shown(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

/** A run's known settings under the API's own names, secrets masked. */
function settingRows({ settings, job }: RunResult): [name: string, value: string][] {
  if (!settings) return [];
  const { hyperparameters = {}, model, trainingType, suffix, seed, trainingFile, validationFile } = settings;
  const rows: [string, JsonValue | undefined][] = [
    ["model", model],
    ["fine_tuned_model", job?.fine_tuned_model],
    ["trainingType", trainingType],
    ["suffix", suffix],
    ["seed", seed],
    ["training_file", trainingFile],
    ["validation_file", validationFile],
    ...Object.entries(hyperparameters),
  ];
  return rows.flatMap(([name, value]) =>
    value === undefined ? [] : [[name, shown(maskSecrets(value, name))] as [string, string]],
  );
}

function json(value: unknown): Markup {
  return markup`<pre class="scroll" tabindex="0">${JSON.stringify(maskSecrets(value), null, 2)}</pre>`;
}

/** The job's settings, including its grader; empty if the run was read from a file. */
export function settingsSection(run: RunResult, id: string): Markup {
  const rows = settingRows(run);
  const { grader, responseFormat } = run.settings ?? {};
  if (rows.length === 0) return markup``;
  return markup`<section id="${id}"><h2>Settings</h2>
<dl class="settings">${rows.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${grader && markup`<h3>Grader</h3>${json(grader)}`}
${responseFormat && markup`<details><summary>Response format</summary>${json(responseFormat)}</details>`}</section>
`;
}
