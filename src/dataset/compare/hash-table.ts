/** Finds the first row equal to a given one. */
export interface HashTable {
  /** The first equal row added before; undefined if there is none, and then the row is added. */
  findOrAdd(row: number): number | undefined;
}

/**
 * An open-addressing table of rows, at 8 to 16 bytes each; a JavaScript Map takes several times as much.
 * @param size the maximum number of rows
 * @param hash a non-negative integer for each row
 */
export function createHashTable(
  size: number,
  hash: (row: number) => number,
  isEqual: (a: number, b: number) => boolean,
): HashTable {
  // A power of two.
  let capacity = 16;
  while (capacity < size * 2) capacity *= 2;
  /** Row numbers plus 1; 0 marks a free slot. */
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
