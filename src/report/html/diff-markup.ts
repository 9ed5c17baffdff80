import { diffTexts, isTellingDiff } from "#report/text/diff-texts.js";
import { type Content, markup } from "./markup.js";

/** A text's diff to an earlier one, removed text struck through, new text underlined; plain if too little is shared. */
export function diffMarkup(before: string, after: string): Content {
  const diff = diffTexts(before, after);
  if (!isTellingDiff(diff)) return after;
  return diff.map(({ kind, text }) => {
    if (kind === "same") return text;
    return kind === "added" ? markup`<ins>${text}</ins>` : markup`<del>${text}</del>`;
  });
}
