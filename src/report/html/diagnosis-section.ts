import type { Diagnosis } from "#run/diagnosis/diagnosis.js";
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
export function diagnosisSection(
  diagnosis: readonly Diagnosis[],
  pages: ReadonlyMap<string, string>,
  id: string,
): Markup {
  const list =
    diagnosis.length === 0
      ? markup`<p class="quiet">Nothing can be said yet: a verdict needs three evaluations, and to know their noise.</p>`
      : markup`<ul class="diagnosis">${diagnosis.map((one) => diagnosisItem(one, pages.get(one.code)))}</ul>`;
  return markup`<section id="${id}"><h2>Diagnosis</h2>${list}</section>
`;
}
