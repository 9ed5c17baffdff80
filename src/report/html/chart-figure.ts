import type { Chart, Series } from "./run-charts.js";
import { type Content, type Markup, markup, trusted } from "./markup.js";
import { significant } from "#words/quantities.js";

/** How many colours the style sheet has for graders, tools and runs. */
const colours = 8;

/** A number as the table shows it and the chart reads it. */
export function shownNumber(value: number): string {
  return significant(value, 5);
}

function colourClass({ role, colour }: Series): string {
  return colour === undefined ? `c-${role}` : `c-${colour % colours}`;
}

function legendItem(series: Series, index: number): Markup {
  return markup`<li><button type="button" aria-pressed="true" data-series="${index}"><span class="key ${series.role} ${colourClass(series)}"></span>${series.name}<output></output></button></li>`;
}

function headCell(series: Series): Markup {
  return markup`<th scope="col" data-role="${series.role}" data-colour="${colourClass(series)}">${series.name}`;
}

// HTML allows leaving out the closing tags of cells and rows; in a table of thousands they are a third of the size.
function bodyRow(chart: Chart, x: number, index: number): string {
  const cells = chart.series.map(({ values }) => {
    const value = values[index];
    return `<td>${value === undefined ? "" : shownNumber(value)}`;
  });
  return `<tr><th scope="row">${shownNumber(x)}${cells.join("")}\n`;
}

function settings({ mark, band, fromZero }: Chart): Content {
  return [
    mark && markup` data-mark="${shownNumber(mark.x)}" data-mark-label="${mark.label}"`,
    band && markup` data-low="${shownNumber(band.low)}" data-high="${shownNumber(band.high)}"`,
    fromZero === true ? markup` data-from-zero="1"` : undefined,
  ];
}

/** A chart: its title, the place it is drawn in, its legend, and the table of numbers it is drawn from. */
export function chartFigure(chart: Chart, { idPrefix = "", isWide = false } = {}): Markup {
  const id = `${idPrefix}${chart.id}`;
  const rows = chart.x.map((x, index) => bodyRow(chart, x, index)).join("");
  return markup`<figure class="chart${isWide ? " wide" : ""}" id="${id}"${settings(chart)}>
<figcaption><h3 id="${id}-title">${chart.title}</h3><p>${chart.about}</p></figcaption>
<div class="plot" tabindex="0" role="group" aria-labelledby="${id}-title" aria-describedby="keys"></div>
<ul class="legend" aria-label="Curves of ${chart.title}">${chart.series.map(legendItem)}<li class="at" aria-live="polite"></li><li class="zoomed" hidden><button type="button" class="reset">Whole run</button></li></ul>
<details class="numbers"><summary>Numbers</summary><div class="scroll" tabindex="0" role="group" aria-label="Numbers of ${chart.title}"><table><thead><tr><th scope="col">${chart.xName}${chart.series.map(headCell)}</thead><tbody>
${trusted(rows)}</tbody></table></div></details>
</figure>
`;
}
