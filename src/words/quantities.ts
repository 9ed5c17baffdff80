/** `50,000`. Not `toLocaleString`: its first call loads the locale data, half of a short command's time. */
export function grouped(amount: number): string {
  return String(amount).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}

/** `1 row`, `2 rows`. */
export function count(amount: number, noun: string): string {
  return `${grouped(amount)} ${noun}${amount === 1 ? "" : "s"}`;
}

/** Bytes in the unit a person would say: `126 kB`. */
export function bytes(amount: number): string {
  const units = ["B", "kB", "MB", "GB"];
  let value = amount;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value >= 10 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** A number rounded to `places`, without trailing zeros. */
export function decimals(value: number, places: number): string {
  return String(Number(value.toFixed(places)));
}

/** A number rounded to `digits` significant digits, without trailing zeros. */
export function significant(value: number, digits: number): string {
  return String(Number(value.toPrecision(digits)));
}

export function score(value: number): string {
  return decimals(value, 4);
}

/** A share as a percentage: `12%`. */
export function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

/** A share as a percentage with one decimal, where small ones matter: `12.3%`. */
export function percentToTenth(share: number): string {
  return `${decimals(share * 100, 1)}%`;
}

/** A share as a percentage of which only two digits are certain: `12%`, `0.41%`. */
export function percentInTwoDigits(share: number): string {
  return `${significant(share * 100, 2)}%`;
}

/** Seconds as a person would say them: `45 s`, `12 min`, `3 h 05 min`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** Dollars as a person would say them: `$7.50`, `$1,040`. */
export function dollars(amount: number): string {
  return amount < 100 ? `$${amount.toFixed(2)}` : `$${grouped(Math.round(amount))}`;
}
