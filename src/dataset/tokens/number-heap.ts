/** A min-heap of numbers. */
export interface NumberHeap {
  push(value: number): void;
  /** Removes the smallest; undefined if empty. */
  pop(): number | undefined;
}

/** Children per node: with four the heap is half as deep, and siblings share a cache line. */
const branches = 4;

/** A heap that can hold `capacity` numbers. */
export function createNumberHeap(capacity: number): NumberHeap {
  const values = new Float64Array(capacity);
  let size = 0;
  const at = (index: number): number => values[index] ?? 0;

  /** Moves a gap up from `index` until `value` fits there. */
  const rise = (index: number, value: number): void => {
    let gap = index;
    while (gap > 0) {
      const parent = Math.floor((gap - 1) / branches);
      if (at(parent) <= value) break;
      values[gap] = at(parent);
      gap = parent;
    }
    values[gap] = value;
  };
  const smallestChild = (parent: number): number => {
    const first = branches * parent + 1;
    const end = Math.min(first + branches, size);
    let smallest = first;
    for (let child = first + 1; child < end; child++) if (at(child) < at(smallest)) smallest = child;
    return smallest;
  };
  /** Moves a gap down from the top until `value` fits there. */
  const sink = (value: number): void => {
    let gap = 0;
    for (let child = smallestChild(gap); child < size; child = smallestChild(gap)) {
      if (at(child) >= value) break;
      values[gap] = at(child);
      gap = child;
    }
    values[gap] = value;
  };
  return {
    push(value) {
      rise(size++, value);
    },
    pop() {
      if (size === 0) return undefined;
      const smallest = at(0);
      size--;
      if (size > 0) sink(at(size));
      return smallest;
    },
  };
}
