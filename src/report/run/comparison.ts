import type { ChalkInstance } from "chalk";
import { type Comparison, type Reached, compareRuns } from "#run/outcome/compare-runs.js";
import type { JsonValue } from "#json/json-value.js";
import type { RunResult } from "#run/outcome/run-result.js";
import { drawChart } from "#report/text/chart.js";
import { maskSecrets } from "#report/text/mask-secrets.js";
import { printable } from "#words/printable.js";
import { grouped, score } from "#words/quantities.js";
import { wrap } from "#words/wrap.js";
import { pointsOf } from "./curves.js";

const marks = ["●", "○", "◆", "◇", "■", "□", "▲", "△"];

function markOf(index: number): string {
  return marks[index % marks.length] ?? "●";
}

function paints(style: ChalkInstance) {
  return [style.green, style.cyan, style.magenta, style.yellow, style.blue, style.red];
}

/** Rows of cells in columns: the first column left-aligned, the others right-aligned. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, at) => (widths[at] = Math.max(widths[at] ?? 0, cell.length)));
  return rows
    .map((row) => {
      const cells = row.map((cell, at) =>
        at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0),
      );
      return `  ${cells.join("  ").trimEnd()}\n`;
    })
    .join("");
}

function chart(runs: readonly RunResult[], width: number, style: ChalkInstance): string {
  const colours = paints(style);
  const curves = runs.map(({ source, steps }, index) => {
    const paint = colours[index % colours.length];
    return {
      name: source,
      points: pointsOf(steps, "full_valid_mean_reward"),
      mark: markOf(index),
      ...(paint && { paint }),
    };
  });
  const drawn = drawChart(curves, { width: width - 2, height: 11, label: (reward) => reward.toFixed(2) });
  return drawn === ""
    ? ""
    : `\n  ${style.bold("validation reward")} by step\n${drawn.replaceAll(/^(?=.)/gm, "  ")}`;
}

function names(sources: readonly string[]): string {
  return sources.map((source, index) => `  ${markOf(index)} ${printable(source)}\n`).join("");
}

function reachedCell(reached: Reached | null, isFirst: boolean): string {
  if (!reached) return "-";
  const hours = reached.hours === undefined ? "" : `, ${reached.hours.toFixed(1)} h`;
  const dollars = reached.dollars === undefined ? "" : `, $${grouped(Math.round(reached.dollars))}`;
  return `${isFirst ? "first " : ""}step ${reached.step}${hours}${dollars}`;
}

function rewardCell(reward: number | null): string {
  return reward === null ? "-" : score(reward);
}

function settingText(setting: string, value: JsonValue): string {
  if (value === null) return "-";
  const shown = maskSecrets(value, setting);
  return printable(typeof shown === "string" ? shown : JSON.stringify(shown));
}

/** The length of the texts' common prefix. */
function alikeFrom(texts: readonly string[]): number {
  const [first = "", ...others] = texts;
  let length = 0;
  while (length < first.length && others.every((text) => text[length] === first[length])) length++;
  return length;
}

/** Each run's value of a setting, cut to `room` characters; long values start just before they differ. */
function settingCells({ setting, values }: Comparison["differences"][number], room: number): string[] {
  const texts = values.map((value) => settingText(setting, value));
  const long = texts.filter((_, index) => values[index] !== null);
  const isLong = texts.some(({ length }) => length > room);
  const from = isLong && long.length > 1 ? Math.max(0, alikeFrom(long) - 4) : 0;
  return texts.map((text, index) => {
    const rest = from === 0 || values[index] === null ? text : `…${text.slice(from)}`;
    return rest.length > room ? `${rest.slice(0, room - 1)}…` : rest;
  });
}

function settingRows({ differences, sources }: Comparison, width: number): string[][] {
  const titles = differences.map(({ setting }) => printable(setting));
  const most = Math.max("setting".length, ...titles.map(({ length }) => length));
  const room = Math.floor((width - 2 - most) / sources.length) - 2;
  return differences.map((one, index) => [
    titles[index] ?? "",
    ...settingCells(one, Math.max(8, Math.min(32, room))),
  ]);
}

function section(title: string, rows: readonly (readonly string[])[], style: ChalkInstance): string {
  return rows.length < 2 ? "" : `\n  ${style.bold(title)}\n${columns(rows)}`;
}

/** At most `most` rows: the first, the last, and evenly spaced ones between. */
function thinned<T>(rows: readonly T[], most = 12): readonly T[] {
  if (rows.length <= most) return rows;
  return Array.from(
    { length: most },
    (_, index) => rows[Math.round((index * (rows.length - 1)) / (most - 1))],
  ).filter((row) => row !== undefined);
}

/** Runs side by side: warnings, rewards by step and by hours, who reached which reward first, settings that differ. */
export function reportComparison(runs: readonly RunResult[], width: number, style: ChalkInstance): string {
  const comparison = compareRuns(runs);
  const { sources, warnings, bySteps, byHours, reached } = comparison;
  const heads = sources.map((_, index) => markOf(index));
  const table = (title: string, first: string, rows: string[][]) =>
    section(title, [[first, ...heads], ...rows], style);
  return (
    `${style.bold("compared")}\n${names(sources)}` +
    warnings.map((warning) => style.yellow(wrap(`warning: ${warning}`, width, "  "))).join("") +
    chart(runs, width, style) +
    table(
      "validation reward by step",
      "step",
      thinned(bySteps).map(({ step, rewards }) => [String(step)].concat(rewards.map(rewardCell))),
    ) +
    table(
      "validation reward by hours of training",
      "hours",
      byHours.map(({ hours, rewards }) => [hours.toFixed(2)].concat(rewards.map(rewardCell))),
    ) +
    table(
      "first came to",
      "reward",
      reached.map(({ reward, runs: at, first }) =>
        [score(reward)].concat(at.map((one, place) => reachedCell(one, place === first))),
      ),
    ) +
    table("settings that differ", "setting", settingRows(comparison, width))
  );
}
