/** Seconds of a `Retry-After`, a number or a date; a date is relative to the answer's own `Date`: clocks differ. */
function secondsUntil(value: string, date: string | null): number {
  return /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : (Date.parse(value) - Date.parse(date ?? "")) / 1000;
}

/**
 * Seconds that an answer asks us to wait: the longer of `retry-after-ms`, which Azure OpenAI adds, and `Retry-After`.
 * Undefined where it asks for none: 0 would use up every try at once.
 */
export function secondsToWait(headers: Headers | undefined): number | undefined {
  const milliseconds = Number(headers?.get("retry-after-ms") ?? Number.NaN);
  const seconds = secondsUntil(headers?.get("retry-after")?.trim() ?? "", headers?.get("date") ?? null);
  const asked = [milliseconds / 1000, seconds].filter((one) => one > 0);
  return asked.length === 0 ? undefined : Math.max(...asked);
}
