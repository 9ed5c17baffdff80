import { maskSecretShapes } from "./secret-shapes.js";

/**
 * A text's start as it may be shown, and how many characters are left out. Secrets are masked before the cut, as far as the
 * next blank: half of one has its shape no more. No character is cut in two.
 */
export function startOf(text: string, most: number): { start: string; left: number } {
  if (text.length <= most) return { start: maskSecretShapes(text), left: 0 };
  const blank = text.slice(most).search(/\s/);
  const masked = maskSecretShapes(blank === -1 ? text : text.slice(0, most + blank));
  return {
    start: masked.slice(0, most).replace(/[\uD800-\uDBFF]$/, ""),
    left: blank === -1 ? Math.max(0, masked.length - most) : text.length - most,
  };
}

/** A text as it may be shown, its secrets masked; with a mark where it is longer and was cut. */
export function excerpt(text: string, most: number, mark: string): string {
  const { start, left } = startOf(text, most);
  return left === 0 ? start : `${start}${mark}`;
}
