import { maskSecretShapes } from "./secret-shapes.js";

/** Control characters but the line break, and the marks that turn the direction of writing. */
const control = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/**
 * A text as it may stand on a terminal: what comes from data files and from the service can hold control
 * characters, which could repaint the screen or hide a line; they are shown as escapes. Line breaks stay. What has the
 * shape of a secret is masked.
 */
export function printable(text: string): string {
  return maskSecretShapes(text).replaceAll(control, (character) => {
    if (character === "\n") return character;
    return character === "\t" ? " " : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
