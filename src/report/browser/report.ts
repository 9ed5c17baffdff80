import { ChartView } from "./chart-view.js";
import { openTabs } from "./tabs.js";

const views = [...document.querySelectorAll<HTMLElement>("figure.chart")].map(
  (figure) => new ChartView(figure),
);

function drawAll(): void {
  for (const view of views) view.draw();
}

const root = document.documentElement;

/** Draws for paper, or for the screen again: the class shows what only paper shows, in its colours. */
function drawFor(medium: "paper" | "screen"): void {
  root.classList.toggle("paper", medium === "paper");
  drawAll();
}

// A canvas knows nothing of the style sheet, and when printing begins the sheet is still that of the screen.
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
addEventListener("beforeprint", () => drawFor("paper"));
addEventListener("afterprint", () => drawFor("screen"));
drawAll();
for (const list of document.querySelectorAll<HTMLElement>('[role="tablist"]')) openTabs(list);
