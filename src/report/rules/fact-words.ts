import { grouped } from "#words/quantities.js";

/** `pythonSourceBytes`: `python source bytes`. */
export function nameInWords(name: string): string {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
}

const megabyte = 1024 ** 2;

function numberWords(amount: number, name: string): string {
  if (amount === Number.MAX_VALUE || amount === Number.MAX_SAFE_INTEGER) return "any";
  if (/bytes$/i.test(name) && amount >= megabyte && amount % megabyte === 0) return `${amount / megabyte} MB`;
  if (amount > 0 && amount < 1e-300) return "above 0";
  return Number.isInteger(amount) ? grouped(amount) : String(amount);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A range or a spread in words; undefined if the value is neither. */
function rangeWords({ min, max, low, likely, high }: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof min === "number" && typeof max === "number") {
    const [least, most] = [numberWords(min, ""), numberWords(max, "")];
    return most === "any" ? (least === "above 0" ? least : `${least} or more`) : `${least} to ${most}`;
  }
  if (typeof low !== "number" || typeof likely !== "number" || typeof high !== "number") return undefined;
  const [least, usual, most] = [low, likely, high].map((amount) => numberWords(amount, ""));
  return `${least} to ${most}, likely ${usual}`;
}

/** A fact's value in words, whatever it consists of. */
export function valueInWords(value: unknown, name = ""): string {
  if (typeof value === "number") return numberWords(value, name);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) {
    const parts = value.map((part) => valueInWords(part));
    return parts.join(value.some(isRecord) ? "; " : ", ");
  }
  if (!isRecord(value)) return String(value);
  const range = rangeWords(value);
  if (range !== undefined) return range;
  return Object.entries(value)
    .map(([key, part]) => {
      // Names of the service are data; those of our own keys become words.
      const label = /^[a-z]+(?:[A-Z][a-z]*)*$/.test(key) ? nameInWords(key) : key;
      return `${label} ${isRecord(part) && !rangeWords(part) ? `(${valueInWords(part, key)})` : valueInWords(part, key)}`;
    })
    .join("; ");
}
