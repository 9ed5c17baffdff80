/**
 * A text as it may stand on a terminal: what comes from data files and from the service can hold control
 * characters, which could repaint the screen or hide a line; they are shown as escapes. Line breaks stay.
 */
export function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what this is about
  return text.replaceAll(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
    (character) => (character === "\t" ? " " : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`),
  );
}
