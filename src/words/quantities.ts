/** A number in digits alone: no exponent, however large or small. */
function inDigits(amount: number): string {
  const text = String(amount);
  const [mantissa = "", power] = text.split("e");
  if (power === undefined) return text;
  if (Number(power) > 0) return String(BigInt(amount));
  const sign = amount < 0 ? "-" : "";
  return `${sign}0.${"0".repeat(-Number(power) - 1)}${mantissa.replaceAll(/[-.]/g, "")}`;
}

/** `50,000`. Not `toLocaleString`: its first call loads the locale data, half of a short command's time. */
export function grouped(amount: number): string {
  const [whole = "", fraction] = inDigits(amount).split(".");
  const groups = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}

const units = ["k", "M", "B", "T"] as const;

/** A count in the unit a person would say: `950`, `41.2k`, `5.87M`, `1.10B`; past trillions, in trillions. */
export function short(amount: number): string {
  const size = Math.abs(amount);
  if (!(size >= 10_000)) return grouped(Math.round(amount));
  let unit = 0;
  let value = amount / 1000;
  while (Number(Math.abs(value).toPrecision(3)) >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const isLarge = Number(Math.abs(value).toPrecision(3)) >= 1000;
  return `${isLarge ? grouped(Math.round(value)) : value.toPrecision(3)}${units[unit]}`;
}

/** `1 row`, `2 rows`. */
export function count(amount: number, noun: string): string {
  return `${grouped(amount)} ${noun}${amount === 1 ? "" : "s"}`;
}

/** Bytes in the unit a person would say: `126 kB`. */
export function bytes(amount: number): string {
  const byteUnits = ["B", "kB", "MB", "GB"];
  let value = amount;
  let unit = 0;
  while (value >= 1000 && unit < byteUnits.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value >= 10 || unit === 0 ? inDigits(Math.round(value)) : value.toFixed(1)} ${byteUnits[unit]}`;
}

/** A number rounded to `places`, without trailing zeros. */
export function decimals(value: number, places: number): string {
  return inDigits(Number(value.toFixed(places)));
}

/** A number rounded to `digits` significant digits, without trailing zeros. */
export function significant(value: number, digits: number): string {
  return inDigits(Number(value.toPrecision(digits)));
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
  return `${inDigits(Math.floor(minutes / 60))} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** Dollars as a person would say them: `$7.50`, `$1,040`, `$42.8M`. */
export function dollars(amount: number): string {
  if (amount >= 1e6) return `$${short(amount)}`;
  return amount < 100 ? `$${amount.toFixed(2)}` : `$${grouped(Math.round(amount))}`;
}
