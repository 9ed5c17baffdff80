/** Finds the first of the rows that are equal to a row. */
export interface HashTable {
  /** The first row added before that is equal; undefined where there is none, and the row is added. */
  findOrAdd(row: number): number | undefined;
}

/**
 * A table of rows in 8 bytes each, by open addressing; a JavaScript Map would take ten times as much.
 * @param size how many rows there are at the most
 * @param hash a whole number for each row, at least 0
 */
export function createHashTable(
  size: number,
  hash: (row: number) => number,
  isEqual: (a: number, b: number) => boolean,
): HashTable {
  // A power of two.
  let capacity = 16;
  while (capacity < size * 2) capacity *= 2;
  /** Row numbers from 1; 0 is a free slot. */
  const slots = new Int32Array(capacity);
  return {
    findOrAdd(row) {
      for (let slot = hash(row) & (capacity - 1); ; slot = (slot + 1) & (capacity - 1)) {
        const there = slots[slot] ?? 0;
        if (there === 0) {
          slots[slot] = row + 1;
          return undefined;
        }
        if (isEqual(there - 1, row)) return there - 1;
      }
    },
  };
}
