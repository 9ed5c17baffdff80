import { seededRandom } from "./seeded-random.js";

/** A uniform sample of at most `capacity` values of a stream, in random order; the same for the same stream. */
export interface RowSample<T> {
  readonly add: (value: T) => void;
  readonly shuffled: () => T[];
}

/** Reservoir sampling (Vitter's algorithm R): each value has the same chance of selection, however long the stream. */
export function sampleRows<T>(capacity: number): RowSample<T> {
  const kept: T[] = [];
  const random = seededRandom(1);
  let seen = 0;
  return {
    add(value) {
      seen++;
      if (kept.length < capacity) {
        kept.push(value);
        return;
      }
      const place = Math.floor(random() * seen);
      if (place < capacity) kept[place] = value;
    },
    shuffled: () =>
      kept
        .map((value) => ({ value, order: random() }))
        .toSorted((a, b) => a.order - b.order)
        .map(({ value }) => value),
  };
}
