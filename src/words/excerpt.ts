import { maskSecretShapes } from "./secret-shapes.js";

/** Characters after the cut that are searched for the end of a secret: more than all but the longest tokens have. */
const beyond = 4096;

/**
 * A text's start, safe to show, and how many characters are left out. Secrets are masked before the cut, up to the next
 * blank, because half a secret no longer has its shape. No character is cut in two.
 */
export function startOf(text: string, most: number): { start: string; left: number } {
  if (text.length <= most) return { start: maskSecretShapes(text), left: 0 };
  const blank = text.slice(most, most + beyond).search(/\s/);
  const end = Math.min(text.length, most + (blank === -1 ? beyond : blank));
  const masked = maskSecretShapes(text.slice(0, end));
  return {
    start: masked.slice(0, most).replace(/[\uD800-\uDBFF]$/, ""),
    left: end === text.length ? Math.max(0, masked.length - most) : text.length - most,
  };
}

/** A text safe to show, its secrets masked, cut where it is too long and then ending in a mark. */
export function excerpt(text: string, most: number, mark: string): string {
  const { start, left } = startOf(text, most);
  return left === 0 ? start : `${start}${mark}`;
}
