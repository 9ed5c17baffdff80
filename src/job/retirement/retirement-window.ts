import { type RetirementRule, retirement, retirementNotice } from "#rules/retirement.js";

/** The days that a job takes part in, and what is published of them. */
export interface RetirementWindow {
  today: Date;
  /** When the job will likely have ended; absent if nothing tells. */
  end?: Date | undefined;
  /** When models retire; defaults to the rules'. */
  dates?: RetirementRule;
}

const dayMilliseconds = 86_400_000;

/** `YYYY-MM-DD` in UTC, as the dates of the rules. */
function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

export function isPast(date: string, { today }: RetirementWindow): boolean {
  return date < dayOf(today);
}

/** Whether a date comes so soon after the job's end that its owner should know. */
export function isNear(date: string, { today, end = today }: RetirementWindow): boolean {
  const last = Math.max(end.getTime(), today.getTime()) + retirementNotice * dayMilliseconds;
  return date <= dayOf(new Date(last));
}

/** How far away a date is, and whether the job outlives it. */
export function distanceTo(date: string, { today, end }: RetirementWindow): string {
  const days = Math.round((Date.parse(date) - Date.parse(dayOf(today))) / dayMilliseconds);
  const away = days === 0 ? "today" : days === 1 ? "tomorrow" : `in ${days} days`;
  return end !== undefined && date <= dayOf(end) ? `${away}, before this job's likely end` : away;
}

/** What is published of retirements. */
export function datesOf({ dates = retirement }: RetirementWindow): RetirementRule {
  return dates;
}

/** Where the dates stand, as a sentence in brackets. */
export function sourceOf(window: RetirementWindow): string {
  const { source, date } = datesOf(window);
  return `(${source}, ${date}; dates have moved both ways.)`;
}

/**
 * When a job will likely have ended.
 * @param hours of training, and of waiting before it
 */
export function likelyEnd(today: Date, hours: number): Date {
  return new Date(today.getTime() + hours * 3_600_000);
}
