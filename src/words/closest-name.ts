import { distance } from "fastest-levenshtein";

/** The known name closest to a mistyped one, ignoring case; undefined where none is close enough to be meant. */
export function closestName(name: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({ candidate, edits: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .toSorted((a, b) => a.edits - b.edits);
  const best = ranked[0];
  return best && best.edits <= Math.max(1, Math.floor(name.length * 0.4)) ? best.candidate : undefined;
}

/** `Did you mean "ne"?`, or undefined where no known name is close. */
export function didYouMean(name: string, known: readonly string[]): string | undefined {
  const closest = closestName(name, known);
  return closest === undefined ? undefined : `Did you mean "${closest}"?`;
}
