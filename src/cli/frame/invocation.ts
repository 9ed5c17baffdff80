import type { GlobalOptions } from "#cli/grammar/options-of.js";
import type { Host } from "#cli/host/host.js";

/** One call of a command: its host, arguments and options. */
export interface Invocation {
  host: Host;
  /** In the order of the command's arguments; a variadic one is an array. */
  args: readonly unknown[];
  options: Readonly<Record<string, unknown>>;
  globals: GlobalOptions;
}

/** True if the result should be JSON. */
export function isJson({ json, format }: GlobalOptions): boolean {
  return json === true || format === "json";
}
