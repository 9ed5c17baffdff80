import { diffWordsWithSpace } from "diff";

/** A piece of the diff of two texts. */
export interface DiffPart {
  kind: "same" | "removed" | "added";
  text: string;
}

/** Edits after which two texts count as wholly different: the search gets slower with each one. */
const maxEditLength = 1000;

/** The word diff of two texts. */
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

/** True if two texts have enough in common for a diff to be useful. */
export function isTellingDiff(parts: readonly DiffPart[]): boolean {
  const length = (kind: DiffPart["kind"]) =>
    parts.reduce((sum, part) => sum + (part.kind === kind ? part.text.trim().length : 0), 0);
  return length("same") * 4 > length("removed") + length("added");
}
