import type { Diagnosis } from "#run/diagnosis/diagnosis.js";
import type { RunResult } from "#run/outcome/run-result.js";
import { notJudgedWords, silenceOf } from "#report/run/not-judged-words.js";
import { shownNumber } from "./chart-figure.js";
import { type Markup, markup } from "./markup.js";
import { pageMarkup } from "./page-markup.js";

/** Text as a sentence: with a capital letter and a final full stop. */
export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;
}

function evidenceOf({ evidence: { values } }: Diagnosis): Markup {
  return markup`<dl class="evidence">${Object.entries(values).map(
    ([name, value]) => markup`<div><dt>${name}</dt><dd>${shownNumber(value)}</dd></div>`,
  )}</dl>`;
}

function diagnosisItem(one: Diagnosis, page: string | undefined): Markup {
  const { code, severity, confidence, message, help } = one;
  const kind = severity === "warning" ? "warning" : code === "healthy" ? "good" : "note";
  return markup`<li class="${kind}"><p class="what"><strong>${kind === "good" ? "Healthy" : severity === "warning" ? "Warning" : "Note"}</strong> ${sentence(message)}</p>
<p class="help">${sentence(help)}</p>
<details><summary>Evidence and meaning <code>${code}</code> <span class="quiet">confidence ${confidence}</span></summary>${evidenceOf(one)}${page === undefined ? undefined : markup`<div class="page">${pageMarkup(page)}</div>`}</details></li>
`;
}

/** The diagnoses of a run, each with its evidence and its finding's page. */
export function diagnosisSection(run: RunResult, pages: ReadonlyMap<string, string>, id: string): Markup {
  const { diagnosis } = run;
  const list =
    diagnosis.length === 0
      ? undefined
      : markup`<ul class="diagnosis">${diagnosis.map((one) => diagnosisItem(one, pages.get(one.code)))}</ul>`;
  const silence = silenceOf(run);
  const others = notJudgedWords(run);
  return markup`<section id="${id}"><h2>Diagnosis</h2>${list}${silence === undefined ? undefined : markup`<p class="quiet">${sentence(silence)}</p>`}${others === undefined ? undefined : markup`<p class="quiet">${sentence(others)}</p>`}</section>
`;
}
