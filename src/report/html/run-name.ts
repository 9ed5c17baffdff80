import type { RunResult } from "#run/outcome/run-result.js";

/** `A`, `B`, ... `Z`, `A2`: what tables and charts call a run by its place, for a job's id is as wide as a phone. */
export function runKey(place: number): string {
  const letter = String.fromCharCode(65 + (place % 26));
  return place < 26 ? letter : `${letter}${Math.floor(place / 26) + 1}`;
}

/** The last part of a path, words for the standard input; anything else as it is. */
export function shortSource(source: string): string {
  if (source === "-") return "standard input";
  return /[^/\\]+(?=[/\\]*$)/.exec(source)?.[0] ?? source;
}

/** What a person calls a run among others: its key, and the job's suffix or the file's name. */
export function runName({ source, settings }: RunResult, place: number): string {
  return `${runKey(place)} ${settings?.suffix ?? shortSource(source)}`;
}
