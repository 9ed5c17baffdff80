import { InvalidArgumentError } from "commander";

/** A whole number of at least `least`. */
function wholeNumberFrom(least: number, text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least)
    throw new InvalidArgumentError(`It must be a whole number from ${least}.`);
  if (!Number.isSafeInteger(value))
    throw new InvalidArgumentError(`It must be at most ${Number.MAX_SAFE_INTEGER}.`);
  return value;
}

/** 0 or more. */
export function wholeNumber(text: string): number {
  return wholeNumberFrom(0, text);
}

/** 1 or more. */
export function countFrom1(text: string): number {
  return wholeNumberFrom(1, text);
}

/** 0 means any free port. */
export function port(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 65_535) throw new InvalidArgumentError("It must be a port, 0 to 65535.");
  return value;
}

/** At most a day: Node's timers overflow after 24 days and then do not wait at all. */
export function seconds(text: string): number {
  const value = positiveNumber(text);
  if (value > 86_400) throw new InvalidArgumentError("It must be at most 86400, a day.");
  return value;
}

/** Above 0. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value <= 0) {
    throw new InvalidArgumentError("It must be a number above 0.");
  }
  return value;
}

const secondsOf: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * A moment as a function of now: an age such as `6h` (s, m, h, d), or a date, with or without a time. Where it names no
 * zone it is local, as the times that are shown; a date alone is its first moment.
 */
export function moment(text: string): (now: Date) => Date {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text) ?? [];
  const scale = secondsOf[unit ?? ""];
  if (scale !== undefined) return (now) => new Date(now.getTime() - Number(amount) * scale * 1000);
  // By itself a date would be taken as UTC, but one with a time as local.
  const at = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00` : text);
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(at.getTime())) {
    throw new InvalidArgumentError(
      "It must be a time such as 2026-01-05T09:00 (local) or 2026-01-05T09:00Z, or an age such as 90m, 6h or 2d.",
    );
  }
  return () => at;
}

/** Between 0 and 1, exclusive. */
export function share(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value > 0 && value < 1)) {
    throw new InvalidArgumentError("It must be a share above 0 and below 1, such as 0.1.");
  }
  return value;
}

/** A repeatable option: every value, in order. */
export function collect(value: string, previous: readonly string[] = []): string[] {
  return [...previous, value];
}

/** Comma-separated names, added to earlier ones. A comma inside double quotes is part of the name. */
export function columns(value: string, previous: readonly string[] = []): string[] {
  const names = value.match(/(?:"[^"]*"|[^,"])+/g) ?? [];
  return [...previous, ...names.map((name) => name.trim().replaceAll('"', ""))];
}

/** Comma-separated words that name evaluated steps: `first`, `best`, `last`, or a step's number. */
export function evalSteps(text: string): string[] {
  const words = text.split(",").map((word) => word.trim());
  if (words.every((word) => /^(?:first|best|last|recommended|\d{1,9})$/.test(word))) return words;
  throw new InvalidArgumentError(
    "It must be first, best, last, recommended or a step's number, several with commas.",
  );
}
