import { diffTexts, isTellingDiff } from "#report/text/diff-texts.js";
import { type Content, markup } from "./markup.js";

/** A text with what an earlier one had struck through and what is new underlined; as it is where they share too little. */
export function diffMarkup(before: string, after: string): Content {
  const diff = diffTexts(before, after);
  if (!isTellingDiff(diff)) return after;
  return diff.map(({ kind, text }) => {
    if (kind === "same") return text;
    return kind === "added" ? markup`<ins>${text}</ins>` : markup`<del>${text}</del>`;
  });
}
