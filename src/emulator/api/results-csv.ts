import { metricCells } from "./metric-cells.js";
import type { JobRecord, StepRecord } from "#emulator/state/state.js";

/** A number as .NET prints it: `9.13E-05` below 0.0001, `1E+15` and so on from 1e15. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-4 && size < 1e15)) return String(value);
  const [digits = "", exponent = "0"] = value.toExponential().split("e");
  return `${digits}E${exponent.startsWith("-") ? "-" : "+"}${exponent.slice(1).padStart(2, "0")}`;
}

/** A time as the result file writes it: UTC, with seven decimals. */
function formatTime(unixSeconds: number): string {
  return new Date(Math.round(unixSeconds * 1000)).toISOString().replace("Z", "0000Z");
}

function quoted(name: string): string {
  return /[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}

function writeRow(step: StepRecord): string {
  const cells = metricCells(step).map(({ value }) => (value === undefined ? "" : formatNumber(value)));
  return [...cells, formatTime(step.finishedAt)].join(",");
}

/** The job's results so far, in the format of the service's `results.csv`: LF, no newline at the end. */
export function writeResults({ steps }: Pick<JobRecord, "steps">): string {
  const [first] = steps;
  if (!first) return "";
  const header = [...metricCells(first).map(({ path }) => quoted(path.join("/"))), "timestamp"];
  return [header.join(","), ...steps.map(writeRow)].join("\n");
}
