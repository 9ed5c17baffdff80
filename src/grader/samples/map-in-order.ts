/** A result that has been started and not yet yielded. */
type Pending<T> = T | Promise<T>;

/**
 * Maps batches of values with at most `atOnce` promises in flight, and yields the results in the order of the values:
 * each batch holds what is ready, as early as possible. Never reads further ahead than what is in flight.
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
  /** All results up to and including the first pending one. */
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
      // Awaited in its turn; without this, a failure before then would be an unhandled rejection.
      result.catch(() => {});
      underWay++;
      if (underWay >= atOnce) yield await takeFirst();
    }
    const ready = takeReady();
    if (ready.length > 0) yield ready;
  }
  while (pending.length > 0) yield await takeFirst();
}
