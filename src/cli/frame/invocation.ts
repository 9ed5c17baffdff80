import type { GlobalOptions } from "#cli/grammar/options-of.js";
import type { Host } from "#cli/host/host.js";

/** A command as it was called: where, with which arguments and options. */
export interface Invocation {
  host: Host;
  /** In the order of the command's arguments; a variadic one is an array. */
  args: readonly unknown[];
  options: Readonly<Record<string, unknown>>;
  globals: GlobalOptions;
}

/** True where the result is to be JSON. */
export function isJson({ json, format }: GlobalOptions): boolean {
  return json === true || format === "json";
}
