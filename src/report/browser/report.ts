import { ChartView } from "./chart-view.js";
import { openTabs } from "./tabs.js";

const views = [...document.querySelectorAll<HTMLElement>("figure.chart")].map(
  (figure) => new ChartView(figure),
);

function drawAll(): void {
  for (const view of views) view.draw();
}

const root = document.documentElement;

/** Redraws for paper or for the screen; the class switches to the layout and colours of paper. */
function drawFor(medium: "paper" | "screen"): void {
  root.classList.toggle("paper", medium === "paper");
  drawAll();
}

// A canvas does not follow the style sheet, and when printing begins the screen's style sheet still applies.
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
addEventListener("beforeprint", () => drawFor("paper"));
addEventListener("afterprint", () => drawFor("screen"));
drawAll();
for (const list of document.querySelectorAll<HTMLElement>('[role="tablist"]')) openTabs(list);
