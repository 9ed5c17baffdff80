import { runLabel } from "#run/evals/choose-runs.js";
import { type JobEvaluation, bestRun } from "#run/evals/read-evaluation.js";
import type { RowRollouts, StepRollout } from "#run/evals/fetch-rollouts.js";
import { lastMessageText, referenceLines, repeatsPrompt } from "#report/text/prompt-text.js";
import { startOf } from "#words/excerpt.js";
import { percent, score } from "#words/quantities.js";
import { diffMarkup } from "./diff-markup.js";
import { type Markup, markup } from "./markup.js";

/** A job's evaluations, and the outputs chosen to be shown. */
export interface ReportedEvaluation {
  evaluation: JobEvaluation;
  rows: readonly RowRollouts[];
  /** How the rows were chosen, in words. */
  choice: string;
}

/** How many characters of a text the report shows. */
const most = 3000;

function sentenceCase(text: string): string {
  return text.replace(/^step /, "Step ");
}

function cut(text: string): string {
  const { start, left } = startOf(text, most);
  return left === 0 ? start : `${start} … (${left} characters more)`;
}

function runTable({ runs }: JobEvaluation): Markup {
  const best = bestRun(runs);
  const hasErrors = runs.some(({ errored }) => errored > 0);
  const rows = runs.map((run) => {
    const { meanScore, passRate, samples, errored, status } = run;
    const cells = [
      meanScore === undefined ? "" : score(meanScore),
      passRate === undefined ? "" : percent(passRate),
      samples,
      ...(hasErrors ? [errored] : []),
    ];
    const note = run === best ? "best" : status === "completed" ? "" : status;
    return markup`<tr${run === best ? markup` class="best"` : undefined}><th scope="row">${runLabel(run)}</th>${cells.map((cell) => markup`<td>${cell}</td>`)}<td class="text">${note}</td></tr>
`;
  });
  return markup`<div class="scroll" tabindex="0" role="group" aria-label="Evaluations"><table><thead><tr><th scope="col">run</th><th scope="col">mean score</th><th scope="col">passed</th><th scope="col">outputs</th>${hasErrors ? markup`<th scope="col">without a score</th>` : undefined}<td></td></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function outputText(step: StepRollout, before: StepRollout | undefined): Markup {
  if (before && before.output === step.output) return markup`<p class="quiet">The same output.</p>`;
  const output = cut(step.output);
  if (output === "") return markup`<pre class="output">(no output)</pre>`;
  return markup`<pre class="output">${before ? diffMarkup(cut(before.output), output) : output}</pre>`;
}

function stepBlock(step: StepRollout, before: StepRollout | undefined): Markup {
  const { scores, graders = {}, meanScore, passed, reason, error } = step;
  const verdict = [
    step.score === undefined ? "no score" : `score ${score(step.score)}`,
    ...Object.entries(graders).map(([name, value]) => `${name} ${score(value)}`),
    ...(passed === undefined ? [] : [passed ? "pass" : "fail"]),
    ...(scores.length > 1 && meanScore !== undefined
      ? [`mean of ${scores.length}: ${score(meanScore)}`]
      : []),
  ].join(" · ");
  return markup`<div class="step"><p class="verdict"><strong>${sentenceCase(runLabel({ ...step, name: step.run }))}</strong> <span class="quiet">${verdict}</span>${repeatsPrompt(step) ? markup` <mark>repeats the prompt</mark>` : undefined}</p>${outputText(step, before)}${reason === undefined ? undefined : markup`<p class="quiet">Judge: ${cut(reason)}</p>`}${error === undefined ? undefined : markup`<p class="quiet">Error: ${cut(error)}</p>`}</div>
`;
}

function referenceBlock(reference: RowRollouts["reference"]): Markup | undefined {
  const lines = referenceLines(reference);
  return lines.length === 0
    ? undefined
    : markup`<details open><summary class="quiet">Reference</summary><pre class="prompt">${cut(lines.join("\n"))}</pre></details>`;
}

function rowBlock({ row, change, reference, steps }: RowRollouts): Markup {
  const moved =
    change === undefined
      ? undefined
      : markup` <span class="quiet">${change > 0 ? "+" : change < 0 ? "−" : "±"}${score(Math.abs(change))}</span>`;
  return markup`<article class="row"><h3>Row ${row}${moved}</h3><details open><summary class="quiet">Prompt</summary><pre class="prompt">${cut(lastMessageText(steps[0]?.prompt ?? []))}</pre></details>${referenceBlock(reference)}
<div class="steps">${steps.map((step, index) => stepBlock(step, steps[index - 1]))}</div></article>
`;
}

/** The model's answers: the evaluations, and single outputs compared step by step. */
export function outputsSection({ evaluation, rows, choice }: ReportedEvaluation, id: string): Markup {
  return markup`<section id="${id}"><h2>Outputs</h2><p>The evaluations that the service made of this job. A reward says how much was paid, these say for what.</p>
${runTable(evaluation)}<p>${choice} Struck through is what an earlier step had and this one has not, underlined what is new.</p>
${rows.map(rowBlock)}</section>
`;
}
