/**
 * The character classes of Python's `re` and `str` where they differ from JavaScript's, as the inside of a regular
 * expression's class with the flag `u`. Python's `\w` has no combining marks, its `\d` every decimal digit of Unicode,
 * its `\s` also U+001C..U+001F and U+0085, and not U+FEFF.
 */
export const pythonClasses = {
  /** `\w` */
  word: String.raw`\p{L}\p{N}_`,
  /** `[^\W\d]`: the letters of any script, and numbers that are not decimal digits. */
  letter: String.raw`\p{L}\p{Nl}\p{No}_`,
  /** `\d` */
  digit: String.raw`\p{Nd}`,
  /** `\s`, and what `str.split()` and `str.rstrip()` take for white space. */
  space: String.raw`\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`,
} as const;

const space = new RegExp(`[${pythonClasses.space}]`, "u");
const spaces = new RegExp(`[${pythonClasses.space}]+`, "u");

/** Whether the character is white space to Python. */
export function isPythonSpace(character: string): boolean {
  return space.test(character);
}

/** `text.split()`: the words between white space, none of them empty. */
export function splitWords(text: string): string[] {
  return text.split(spaces).filter((word) => word !== "");
}

/** The length of the text without the white space at its end. */
export function trimmedLength(text: string): number {
  let length = text.length;
  while (length > 0 && isPythonSpace(text.charAt(length - 1))) length--;
  return length;
}
