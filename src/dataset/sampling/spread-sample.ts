/** Values sampled at even intervals from a stream of unknown length. */
export interface SpreadSample<T> {
  /** Calls `make` only if the value is kept. */
  add(make: () => T): void;
  values(): readonly T[];
}

/** Keeps every n-th value, doubling n when over `capacity`: the same sample for the same stream. */
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
