import type { FindingDraft } from "#dataset/row/finding-list.js";
import type { Places } from "./value-kinds.js";

/** A finding for each remembered line; the last one also counts the lines that were not remembered. */
export function draftPlaces(
  { count, lines }: Places,
  draft: Pick<FindingDraft, "code" | "severity" | "write">,
): FindingDraft[] {
  return lines.map((line, index) =>
    index === lines.length - 1 ? { ...draft, line, unlisted: count - lines.length } : { ...draft, line },
  );
}

/** Sorts drafts by line, so that the list keeps the first ones of the file. */
export function inLineOrder(drafts: readonly FindingDraft[]): FindingDraft[] {
  return drafts.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
}
