/** Omits undefined values, as Azure omits nulls; keeps the order of keys. */
export function omitAbsent<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> };
export function omitAbsent(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined));
}
