// Dates as pages of model retirement write them.

const months = "january february march april may june july august september october november december".split(
  " ",
);

const two = (number) => String(number).padStart(2, "0");

/** `YYYY-MM-DD`; a day that the month does not have becomes its last one, as in the "2026-09-31" of a published table. */
function dayOf(year, month, day) {
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return `${year}-${two(month)}-${two(Math.min(day, last))}`;
}

const monthOf = (word) => months.findIndex((name) => name.startsWith(word.toLowerCase())) + 1;

/** The first date in a text; undefined if there is none. */
export function plainDate(text) {
  const iso = /\b(\d{4})-(\d{2})-(\d{2})/.exec(text);
  if (iso) return dayOf(+iso[1], +iso[2], +iso[3]);
  const american = /\b(\d{1,2})\/(\d{1,2})\/(\d{4})\b/.exec(text);
  if (american) return dayOf(+american[3], +american[1], +american[2]);
  const monthFirst = /\b([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b/i.exec(text);
  if (monthFirst) return dayOf(+monthFirst[3], monthOf(monthFirst[1]), +monthFirst[2]);
  const dayFirst = /\b(\d{1,2}) ([a-z]{3,9})\.?,? (\d{4})\b/i.exec(text);
  return dayFirst ? dayOf(+dayFirst[3], monthOf(dayFirst[2]), +dayFirst[1]) : undefined;
}

const nothing =
  /^(?:[-–—]*|n\/?a|tbd|none|not (?:yet )?(?:scheduled|announced)|no retirement scheduled\.?)$/i;

/**
 * What a cell says: a date, whether it is only the earliest one, and years to add to it. `base` and `training` are the
 * dates that words such as "at base model retirement" stand for.
 */
export function readRetirement(cell, say, { base, training } = {}) {
  const text = cell?.text ?? "";
  const isEarliest = /\b(?:no earlier than|not (?:retire )?before|not earlier than)\b/i.test(text);
  const date = plainDate(text);
  if (date !== undefined) return { date, isEarliest, years: 0 };
  if (nothing.test(text)) return { isEarliest: false, years: 0 };
  const years = /\b(?:one|1) year after\b/i.test(text) ? 1 : 0;
  if (/\bbase model retirement\b/i.test(text)) return { date: base, isEarliest: false, years };
  if (/\btraining retirement\b/i.test(text)) return { date: training, isEarliest: false, years };
  say(`"${text}" holds no date`);
  return { isEarliest: false, years: 0 };
}

/** The date, its years added. */
export function withYears({ date, years }) {
  const [year, month, day] = date.split("-").map(Number);
  return dayOf(year + years, month, day);
}
