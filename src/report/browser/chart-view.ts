import type uPlot from "uplot";
import { keyTarget } from "./key-target.js";
import { createPlot } from "./plot.js";
import { type ChartData, readChart } from "./read-chart.js";

/** Finds an element that every report of ours has. */
function find(root: ParentNode, selector: string): HTMLElement {
  const found = root.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`the report has no ${selector}`);
  return found;
}

/** A chart on the page. It follows its size and the choice of curves; the page redraws it for another theme. */
export class ChartView {
  readonly #figure: HTMLElement;
  readonly #place: HTMLElement;
  readonly #chart: ChartData;
  readonly #shown: boolean[];
  readonly #outputs: HTMLOutputElement[];
  #plot: uPlot | undefined;
  /** The keyboard cursor's position; -1 for none. */
  #index = -1;

  constructor(figure: HTMLElement) {
    this.#figure = figure;
    this.#place = find(figure, ".plot");
    this.#chart = readChart(figure);
    this.#shown = this.#chart.curves.map(() => true);
    this.#outputs = [...figure.querySelectorAll<HTMLOutputElement>(".legend output")];
    for (const button of figure.querySelectorAll<HTMLButtonElement>("[data-series]"))
      button.addEventListener("click", () => this.#toggle(button));
    find(figure, ".reset").addEventListener("click", () => this.#zoom(-Infinity, Infinity));
    this.#place.addEventListener("keydown", (event) => this.#onKey(event));
    this.#place.addEventListener("blur", () => this.#moveTo(-1));
    new ResizeObserver(() => this.#resize()).observe(this.#place);
  }

  /** Draws the chart with the style sheet's current colours. */
  draw(): void {
    this.#plot?.destroy();
    this.#plot = createPlot(this.#place, this.#chart, this.#shown, {
      onCursor: (index) => this.#say(index),
      onZoom: (isZoomed) => {
        find(this.#figure, ".zoomed").hidden = !isZoomed;
      },
    });
    this.#figure.dataset["drawn"] = "1";
  }

  #resize(): void {
    const { clientWidth: width, clientHeight: height } = this.#place;
    const plot = this.#plot;
    // A hidden chart has no size; it gets one when it is shown.
    if (plot && width > 0 && (plot.width !== width || plot.height !== height))
      plot.setSize({ width, height });
  }

  #toggle(button: HTMLButtonElement): void {
    const index = Number(button.dataset["series"]);
    const show = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(show));
    this.#shown[index] = show;
    this.#plot?.setSeries(index + 1, { show });
  }

  /** Writes the values under the cursor next to the curves' names. */
  #say(index: number | null): void {
    const { columns, xName } = this.#chart;
    const [x, ...values] = columns;
    const at = find(this.#figure, ".at");
    at.textContent = index === null ? "" : `${xName} ${x[index] ?? ""}`;
    this.#outputs.forEach((output, curve) => {
      const value = index === null ? null : values[curve]?.[index];
      output.textContent = value === null || value === undefined ? "" : String(value);
    });
  }

  #moveTo(index: number): void {
    const plot = this.#plot;
    if (!plot) return;
    this.#index = index;
    const x = this.#chart.columns[0][index];
    const left = x === undefined ? -10 : plot.valToPos(x, "x");
    plot.setCursor({ left, top: left < 0 ? -10 : 10 });
  }

  #zoom(from: number, to: number): void {
    const [x] = this.#chart.columns;
    const [first, last] = [x[0] ?? 0, x.at(-1) ?? 0];
    const [min, max] = [Math.max(first, from), Math.min(last, to)];
    if (max > min) this.#plot?.setScale("x", { min, max });
  }

  /** Zooms around the keyboard cursor, to `factor` times the range shown. */
  #zoomBy(factor: number): void {
    const { min, max } = this.#plot?.scales["x"] ?? {};
    if (min === undefined || min === null || max === undefined || max === null) return;
    const centre = this.#chart.columns[0][this.#index] ?? (min + max) / 2;
    this.#zoom(centre - (centre - min) * factor, centre + (max - centre) * factor);
  }

  #onKey(event: KeyboardEvent): void {
    const { key } = event;
    const { length } = this.#chart.columns[0];
    const next = keyTarget(key, this.#index, length);
    if (next !== undefined) this.#moveTo(Math.min(length - 1, Math.max(0, next)));
    else if (key === "+" || key === "=") this.#zoomBy(0.5);
    else if (key === "-") this.#zoomBy(2);
    else if (key === "Escape") this.#zoom(-Infinity, Infinity);
    else return;
    event.preventDefault();
  }
}
