import type { Spread } from "#rules/rule-set.js";

export type { Spread } from "#rules/rule-set.js";

/** A quantity that is known. */
export function certain(value: number): Spread {
  return { low: value, likely: value, high: value };
}

/** Combines several quantities, end by end. */
export function combine<T extends readonly Spread[]>(
  spreads: T,
  of: (...values: { [K in keyof T]: number }) => number,
): Spread {
  const at = (end: keyof Spread) =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `map` keeps the length, which its type forgets
    of(...(spreads.map((spread) => spread[end]) as { [K in keyof T]: number }));
  return { low: at("low"), likely: at("likely"), high: at("high") };
}

/** The product, end by end. */
export function times(...spreads: readonly Spread[]): Spread {
  return combine(spreads, (...values) => values.reduce((product, value) => product * value, 1));
}

/** The sum, end by end. */
export function plus(...spreads: readonly Spread[]): Spread {
  return combine(spreads, (...values) => values.reduce((sum, value) => sum + value, 0));
}

/** Whole numbers, end by end. */
export function rounded(spread: Spread): Spread {
  return combine([spread], Math.round);
}
