import { maskSecretShapes } from "./secret-shapes.js";

/** Control characters and the marks that change the direction of writing. */
const control = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/**
 * A text safe to print on a terminal. Data files and the service can hold control characters, which could repaint the
 * screen or hide a line: they are shown as escapes, except line breaks. Secrets are masked by their shape.
 */
export function printable(text: string): string {
  return maskSecretShapes(text).replaceAll(control, (character) => {
    if (character === "\n") return character;
    return character === "\t" ? " " : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
