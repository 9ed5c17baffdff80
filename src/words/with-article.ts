/** The name of a JSON type, or another noun, with its article; `null` takes none. */
export function withArticle(noun: string): string {
  if (noun === "null") return noun;
  return /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}
