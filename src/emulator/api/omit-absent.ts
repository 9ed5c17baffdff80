/** An object whose absent keys are left out, as Azure leaves out what is null; the order of keys stays. */
export function omitAbsent<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> };
export function omitAbsent(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined));
}
