import { maskSecretShapes } from "./secret-shapes.js";

/**
 * A text's start, safe to show, and how many characters are left out. Secrets are masked before the cut, up to the next
 * blank, because half a secret no longer has its shape. No character is cut in two.
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

/** A text safe to show, its secrets masked, cut where it is too long and then ending in a mark. */
export function excerpt(text: string, most: number, mark: string): string {
  const { start, left } = startOf(text, most);
  return left === 0 ? start : `${start}${mark}`;
}
