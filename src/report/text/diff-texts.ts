import { diffWordsWithSpace } from "diff";

/** A piece of two texts set against each other. */
export interface DiffPart {
  kind: "same" | "removed" | "added";
  text: string;
}

/** Words that may differ before two texts count as different altogether: finding more takes ever longer. */
const maxEditLength = 1000;

/** What was removed from one text and added to make the other, word by word. */
export function diffTexts(before: string, after: string): DiffPart[] {
  const changes = diffWordsWithSpace(before, after, { maxEditLength });
  if (!changes) {
    return [
      { kind: "removed", text: before },
      { kind: "added", text: after },
    ];
  }
  return changes.map(({ value, added, removed }) => ({
    kind: added ? "added" : removed ? "removed" : "same",
    text: value,
  }));
}

/** True where two texts have enough in common that their differences say something. */
export function isTellingDiff(parts: readonly DiffPart[]): boolean {
  const length = (kind: DiffPart["kind"]) =>
    parts.reduce((sum, part) => sum + (part.kind === kind ? part.text.trim().length : 0), 0);
  return length("same") * 4 > length("removed") + length("added");
}
