/** Values taken at even distances from a stream of unknown length. */
export interface SpreadSample<T> {
  /** `make` is called only where the value is kept. */
  add(make: () => T): void;
  values(): readonly T[];
}

/** Keeps every n-th value, n doubling whenever more than `capacity` are kept: the same sample for the same stream. */
export function createSpreadSample<T>(capacity: number): SpreadSample<T> {
  let kept: T[] = [];
  let stride = 1;
  let seen = 0;
  return {
    add(make) {
      if (seen++ % stride !== 0) return;
      kept.push(make());
      if (kept.length <= capacity) return;
      kept = kept.filter((_, index) => index % 2 === 0);
      stride *= 2;
    },
    values: () => kept,
  };
}
