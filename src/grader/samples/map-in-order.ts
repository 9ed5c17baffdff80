/** What has been begun and not yet handed on. */
type Pending<T> = T | Promise<T>;

/**
 * Maps batches of values, no more than so many promises at once, and gives the results in the order of the values: a
 * batch of what is ready, never later than it must be. Nothing is read ahead of what is under way.
 */
export async function* mapInOrder<In, Out extends object>(
  batches: AsyncIterable<readonly In[]> | Iterable<readonly In[]>,
  atOnce: number,
  map: (value: In) => Pending<Out>,
): AsyncGenerator<Out[]> {
  const pending: Pending<Out>[] = [];
  let underWay = 0;
  const takeReady = (): Out[] => {
    const waiting = pending.findIndex((one) => one instanceof Promise);
    const ready = pending.splice(0, waiting === -1 ? pending.length : waiting);
    return ready.filter((one): one is Out => !(one instanceof Promise));
  };
  /** All up to the first that is waited for, it included. */
  const takeFirst = async (): Promise<Out[]> => {
    const ready = takeReady();
    const first = await pending.shift();
    if (first) underWay--;
    return first ? [...ready, first, ...takeReady()] : ready;
  };
  for await (const batch of batches) {
    for (const value of batch) {
      const result = map(value);
      pending.push(result);
      if (!(result instanceof Promise)) continue;
      // Awaited in its turn; one that fails before that is no unhandled rejection.
      result.catch(() => {});
      underWay++;
      if (underWay >= atOnce) yield await takeFirst();
    }
    const ready = takeReady();
    if (ready.length > 0) yield ready;
  }
  while (pending.length > 0) yield await takeFirst();
}
