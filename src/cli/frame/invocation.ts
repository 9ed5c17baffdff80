import type { Host } from "#cli/host/host.js";

/** The options that every command takes. */
export interface GlobalOptions {
  json?: boolean;
  format?: "human" | "json" | "sarif" | "github";
  quiet?: boolean;
  /** False with --no-color. */
  color: boolean;
  /** False with --no-input. */
  input: boolean;
  yes?: boolean;
  endpoint?: string;
  apiVersion?: string;
  /** Where to sign in: a cloud's name or its authority host. */
  authority?: string;
  /** The one configuration file to read. */
  config?: string;
  /** The profile to take of it. */
  profile?: string;
  rules?: string;
  verbose?: boolean;
}

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
