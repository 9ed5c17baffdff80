import type { ChalkInstance } from "chalk";
import { numberOf } from "#run/steps/evaluations.js";
import { isParseError } from "#run/steps/metric-names.js";
import { tokenMetrics } from "#run/steps/reasoning-tokens.js";
import { presentMetric } from "#run/outcome/answer-figures.js";
import type { StepMetrics } from "#run/steps/results.js";
import type { RunResult } from "#run/outcome/run-result.js";
import { type Point, drawChart, sparkline } from "#report/text/chart.js";
import { printable } from "#words/printable.js";
import { score } from "#words/quantities.js";
import { metricNames } from "./table.js";

/** The values of a metric over the steps that have it. */
export function pointsOf(steps: readonly StepMetrics[], name: string): Point[] {
  return steps.flatMap((step) => {
    const y = numberOf(step, name);
    return y === undefined ? [] : [{ x: step.step, y }];
  });
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "  ");
}

function rewardChart({ steps }: RunResult, width: number, style: ChalkInstance): string {
  const chart = drawChart(
    [
      { name: "training", points: pointsOf(steps, "train_mean_reward"), paint: style.cyan },
      {
        name: "validation",
        points: pointsOf(steps, "full_valid_mean_reward"),
        mark: "●",
        paint: style.green,
      },
    ],
    { width: width - 2, height: 11, label: (reward) => reward.toFixed(2) },
  );
  if (chart === "") return "";
  const training = width < 60 ? "training" : "training, of one batch";
  const legend = `${style.cyan("─")} ${training}   ${style.green("●")} validation`;
  return `\n  ${style.bold("reward")}  ${legend}\n${indented(chart)}`;
}

function tokenChart({ steps }: RunResult, width: number, style: ChalkInstance): string {
  const name = presentMetric(steps, tokenMetrics);
  if (name === undefined) return "";
  const chart = drawChart([{ name, points: pointsOf(steps, name), paint: style.magenta }], {
    width: width - 2,
    height: 5,
    label: (tokens) => String(Math.round(tokens)),
  });
  return chart === "" ? "" : `\n  ${style.bold(name)}\n${indented(chart)}`;
}

/** A metric drawn on one line: its curve, its first and its last value. */
interface SmallCurve {
  name: string;
  points: Point[];
}

function smallCurves(curves: readonly SmallCurve[], width: number): string {
  const drawn = curves.filter(({ points }) => points.length > 0);
  const names = drawn.map(({ name }) => printable(name));
  const most = Math.max(...names.map(({ length }) => length));
  const margin = Math.min(most, Math.max(16, Math.floor(width / 2)));
  return drawn
    .map(({ points }, index) => {
      const name = (names[index] ?? "").slice(-margin).padEnd(margin);
      const values = ` ${score(points[0]?.y ?? 0)} -> ${score(points.at(-1)?.y ?? 0)}`;
      const room = Math.max(8, Math.min(40, width - margin - values.length - 4));
      return `  ${name}  ${sparkline(
        points.map(({ y }) => y),
        room,
      )}${values}\n`;
    })
    .join("");
}

/** Each grader's validation reward, if there are several: a sum can hide that one of them falls. */
function graderCurves(steps: readonly StepMetrics[]): SmallCurve[] {
  const pattern = /^scores\/graders\/(.+)\/valid_reward_mean$/;
  const names = metricNames(steps).filter((name) => pattern.test(name));
  const curves = names.map((name) => ({
    name: pattern.exec(name)?.[1] ?? name,
    points: pointsOf(steps, name),
  }));
  return curves.length > 1 ? curves : [];
}

/** Shares of answers that did not parse; only metrics that are ever above 0. */
function parseErrorCurves(steps: readonly StepMetrics[]): SmallCurve[] {
  return metricNames(steps)
    .filter((name) => isParseError(name))
    .map((name) => ({ name: name.replace(/^errors\/graders\//, ""), points: pointsOf(steps, name) }))
    .filter(({ points }) => points.some(({ y }) => y > 0));
}

/** The metrics of a run without rewards, as many as fit on a screen. */
function otherCurves({ steps }: RunResult): SmallCurve[] {
  return metricNames(steps)
    .map((name) => ({ name, points: pointsOf(steps, name) }))
    .filter(({ points }) => points.length > 0)
    .slice(0, 12);
}

/** A run's curves as text: rewards, reasoning tokens, graders, parse errors. */
export function reportCurves(run: RunResult, width: number, style: ChalkInstance): string {
  const { steps } = run;
  const small = (title: string, curves: SmallCurve[]) =>
    curves.length === 0 ? "" : `\n  ${style.bold(title)}\n${smallCurves(curves, width)}`;
  if (run.kind !== "reinforcement") return small("metrics", otherCurves(run));
  return (
    rewardChart(run, width, style) +
    tokenChart(run, width, style) +
    small("graders, validation", graderCurves(steps)) +
    small("answers not parsed", parseErrorCurves(steps))
  );
}
