import type { Forecast, ForecastBasis, MomentSpread } from "#job/forecast/forecast.js";
import { type OffsetAt, localMinute, localTime } from "#words/local-time.js";
import { count, duration } from "#words/quantities.js";

/** No forecast is truer than this. */
const tenMinutes = 600_000;

function roundedTime(at: string): Date {
  return new Date(Math.round(Date.parse(at) / tenMinutes) * tenMinutes);
}

/** A moment beside another: its time, with month and day where that day differs. */
function besides(at: Date, other: Date, offsetAt: OffsetAt): string {
  const [local, main] = [localTime(at, offsetAt), localTime(other, offsetAt)];
  if (!local) return "-";
  const time = local.time.slice(0, 5);
  return local.day === main?.day ? time : `${local.day.slice(5)} ${time}`;
}

/** `about 2026-12-01 02:50 +01:00 (00:20 to 04:40)` */
function spreadWords(spread: MomentSpread, offsetAt: OffsetAt): string {
  const [low, likely, high] = [spread.low, spread.likely, spread.high].map(roundedTime);
  if (!low || !likely || !high) return "-";
  const range = [low, high].map((at) => besides(at, likely, offsetAt));
  return `about ${localMinute(likely, offsetAt)} (${range.join(" to ")})`;
}

function basisWords(one: ForecastBasis): string {
  switch (one.by) {
    case "own-jobs":
      return one.jobs === 1 ? "your last job like it" : `your last ${one.jobs} jobs like it`;
    case "public-jobs":
      return `public jobs of ${one.date}`;
    case "steps":
      return `its last ${count(one.steps, "step")}`;
  }
}

/** What a forecast was reckoned from, each once. */
function basesOf(basis: readonly ForecastBasis[]): string {
  return [...new Set(basis.map(basisWords))].join(" and ");
}

/** When a job that waits is expected to start. */
export function startWords({ startsAt }: Forecast, offsetAt: OffsetAt): string {
  return startsAt
    ? spreadWords(startsAt, offsetAt)
    : "not to be said: it has waited longer than the jobs it is measured by";
}

/** When it is expected to end; empty where nothing tells. */
export function endWords({ endsAt }: Forecast, offsetAt: OffsetAt): string {
  return endsAt ? `end ${spreadWords(endsAt, offsetAt)}` : "";
}

/** A forecast as facts, each with its name. */
export function forecastFacts(
  forecast: Forecast | undefined,
  offsetAt: OffsetAt,
): (readonly [name: string, value: string])[] {
  if (!forecast) return [];
  const { waitedSeconds: waited, endsAt, basis } = forecast;
  return [
    ...(waited === undefined
      ? []
      : ([
          ["waiting", `${duration(waited)} so far; hours in the queue are normal`],
          ["starts", startWords(forecast, offsetAt)],
        ] as const)),
    ...(endsAt ? [["ends", spreadWords(endsAt, offsetAt)] as const] : []),
    ["forecast by", basesOf(basis)],
  ];
}

/** A forecast in half a sentence, after the job's status. */
export function forecastWords(forecast: Forecast, offsetAt: OffsetAt): string {
  const { waitedSeconds: waited, endsAt, basis } = forecast;
  const parts = [
    ...(waited === undefined
      ? []
      : [
          `for ${duration(waited)}, hours in the queue are normal`,
          `start ${startWords(forecast, offsetAt)}`,
        ]),
    ...(endsAt ? [endWords(forecast, offsetAt)] : []),
  ];
  return `${parts.join("; ")}; by ${basesOf(basis)}`;
}
