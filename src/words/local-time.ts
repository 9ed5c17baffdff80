/**
 * Minutes that local time is ahead of UTC at a moment, less than 0 to the west; another number when daylight saving time
 * begins or ends. The host knows it (`Date` follows `TZ`, without loading what `Intl` needs 30 ms for).
 */
export type OffsetAt = (at: Date) => number;

/** A moment: a `Date`, ISO 8601, or unix milliseconds. */
export type Moment = Date | string | number;

/** The parts of a moment in local time. */
interface LocalTime {
  /** `2026-11-30` */
  day: string;
  /** `23:14:05` */
  time: string;
  /** `+01:00`; `UTC` for none. */
  offset: string;
}

const two = (amount: number) => String(amount).padStart(2, "0");

function offsetWords(minutes: number): string {
  if (minutes === 0) return "UTC";
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** A zone by its offset, as a label: `UTC+01:00`. */
function zoneOf({ offset }: LocalTime): string {
  return offset === "UTC" ? offset : `UTC${offset}`;
}

/** Undefined for what is no moment a `Date` can hold: a server may send any number. */
export function localTime(moment: Moment, offsetAt: OffsetAt): LocalTime | undefined {
  const at = new Date(moment);
  if (Number.isNaN(at.getTime())) return undefined;
  // Some zones had odd seconds a century ago.
  const minutes = Math.round(offsetAt(at));
  const shifted = new Date(at.getTime() + minutes * 60_000);
  if (Number.isNaN(shifted.getTime())) return undefined;
  const [day = "", time = ""] = shifted.toISOString().split("T");
  return { day, time: time.slice(0, 8), offset: offsetWords(minutes) };
}

/** A moment to the second: `2026-11-30 23:14:05 +01:00`; `-` for none. */
export function localSecond(moment: Moment, offsetAt: OffsetAt): string {
  const local = localTime(moment, offsetAt);
  return local ? `${local.day} ${local.time} ${local.offset}` : "-";
}

/** A moment to the minute: `2026-11-30 23:14 +01:00`, or `2026-11-30 22:14 UTC`; `-` for none. */
export function localMinute(moment: Moment, offsetAt: OffsetAt): string {
  const local = localTime(moment, offsetAt);
  return local ? `${local.day} ${local.time.slice(0, 5)} ${local.offset}` : "-";
}

/** Moments of a column to the minute, and its zone for the head: where they have several, each carries its own. */
export function localMinutes(
  moments: readonly (Moment | undefined)[],
  offsetAt: OffsetAt,
): { zone: string | undefined; minutes: string[] } {
  const locals = moments.map((moment) => (moment === undefined ? undefined : localTime(moment, offsetAt)));
  const zones = new Set(locals.flatMap((local) => (local ? zoneOf(local) : [])));
  const zone = zones.size === 1 ? [...zones][0] : undefined;
  const minutes = locals.map((local) => {
    if (!local) return "";
    const minute = `${local.day} ${local.time.slice(0, 5)}`;
    return zone === undefined ? `${minute} ${local.offset}` : minute;
  });
  return { zone, minutes };
}

/**
 * The headings of a log whose lines carry the time only: called with each line's moment in order, it gives
 * `2026-11-30 (UTC+01:00)` before the first line and wherever the day or the zone's offset has changed.
 */
export function createDayHeadings(offsetAt: OffsetAt): (moment: Moment) => string | undefined {
  let last: string | undefined;
  return (moment) => {
    const local = localTime(moment, offsetAt);
    if (!local) return undefined;
    const heading = `${local.day} (${zoneOf(local)})`;
    if (heading === last) return undefined;
    last = heading;
    return heading;
  };
}
