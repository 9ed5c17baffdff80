import { distance } from "fastest-levenshtein";

/** The known name nearest to a mistyped one, case aside; undefined where none is near enough to be meant. */
export function closestName(name: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({ candidate, edits: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .toSorted((a, b) => a.edits - b.edits);
  const best = ranked[0];
  return best && best.edits <= Math.max(1, Math.floor(name.length * 0.4)) ? best.candidate : undefined;
}

/** `Did you mean "ne"?`, or undefined where nothing known is near. */
export function didYouMean(name: string, known: readonly string[]): string | undefined {
  const closest = closestName(name, known);
  return closest === undefined ? undefined : `Did you mean "${closest}"?`;
}
