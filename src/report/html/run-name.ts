import type { RunResult } from "#run/outcome/run-result.js";

/** `A`, `B`, ... `Z`, `A2`: names a run by its place in tables and charts, because a job id is as wide as a phone. */
export function runKey(place: number): string {
  const letter = String.fromCharCode(65 + (place % 26));
  return place < 26 ? letter : `${letter}${Math.floor(place / 26) + 1}`;
}

/** The last part of a path; `standard input` for `-`. */
export function shortSource(source: string): string {
  if (source === "-") return "standard input";
  return /[^/\\]+(?=[/\\]*$)/.exec(source)?.[0] ?? source;
}

/** A run's name among others: its key, and the job's suffix or the file's name. */
export function runName({ source, settings }: RunResult, place: number): string {
  return `${runKey(place)} ${settings?.suffix ?? shortSource(source)}`;
}
