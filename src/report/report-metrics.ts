import type { ChalkInstance } from "chalk";
import type { RunMetrics } from "../job/metrics.js";
import type { StepMetrics } from "../job/results.js";
import { printable } from "./printable.js";
import { count, score } from "./quantities.js";

/** The columns of the table: the service's name, the words above it, decimal places. */
const columns = [
  ["step", "step", 0],
  ["train_mean_reward", "train reward", 4],
  ["full_valid_mean_reward", "valid reward", 4],
  ["reasoning_tokens_mean", "reasoning tokens", 0],
] as const;

const barWidth = 20;

/** A bar as long as the reward is high between the lowest and the highest of the run. */
function bar(value: number | string | undefined, lowest: number, highest: number): string {
  if (typeof value !== "number") return "";
  const share = highest > lowest ? (value - lowest) / (highest - lowest) : 1;
  return "#".repeat(Math.max(1, Math.round(share * barWidth)));
}

function cell(value: number | string | undefined, places: number): string {
  return typeof value === "number" ? value.toFixed(places) : printable(value ?? "");
}

function table(steps: readonly StepMetrics[], best: number | undefined, style: ChalkInstance): string {
  const rewards = steps.flatMap(({ train_mean_reward: reward }) =>
    typeof reward === "number" ? [reward] : [],
  );
  const [lowest, highest] = [Math.min(0, ...rewards), Math.max(...rewards)];
  const head = columns.map(([, title]) => title).join("  ");
  const lines = steps.map((metrics) => {
    const cells = columns
      .map(([name, title, places]) => cell(metrics[name], places).padStart(title.length))
      .join("  ");
    const mark = metrics.step === best ? style.green("  best") : "";
    return `  ${cells}  ${style.cyan(bar(metrics["train_mean_reward"], lowest, highest))}${mark}\n`;
  });
  return `  ${style.dim(head)}\n${lines.join("")}`;
}

function verdict({ best, recommended }: RunMetrics): string {
  if (!best) return "  no validation reward yet: nothing to choose a step by\n";
  const top = `  best validation reward ${score(best.full_valid_mean_reward)} at step ${best.step}\n`;
  if (!recommended) return `${top}  no recommendation: the number of graded validation samples is unknown\n`;
  return (
    `${top}  recommended: step ${recommended.step}, ` +
    (recommended.step === best.step
      ? `no earlier step is within ${score(recommended.band)} of it\n`
      : `the earliest within ${score(recommended.band)}, which chance alone can make\n`)
  );
}

/** A run for a person: the table of its steps with the training reward as bars, then which step to take. */
export function reportMetrics(source: string, run: RunMetrics, style: ChalkInstance): string {
  return (
    `${style.bold(printable(source))}  ${count(run.steps.length, "step")}\n` +
    table(run.steps, run.best?.step, style) +
    verdict(run)
  );
}
