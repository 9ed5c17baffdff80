import { ChartView } from "./chart-view.js";

const views = [...document.querySelectorAll<HTMLElement>("figure.chart")].map(
  (figure) => new ChartView(figure),
);

function drawAll(): void {
  for (const view of views) view.draw();
}

// The canvas knows nothing of the style sheet: its colours are read anew when the theme changes, and for paper.
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
addEventListener("beforeprint", drawAll);
addEventListener("afterprint", drawAll);
drawAll();
