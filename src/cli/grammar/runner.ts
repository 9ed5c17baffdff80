import type { Command, CommandUnknownOpts } from "@commander-js/extra-typings";

/** All commands, by the name of their module. */
export type CommandName =
  | "validate-data"
  | "init"
  | "check-grader"
  | "grade"
  | "estimate"
  | "files-list"
  | "files-delete"
  | "submit"
  | "watch"
  | "pause"
  | "resume"
  | "cancel"
  | "list"
  | "show"
  | "events"
  | "checkpoints"
  | "metrics"
  | "evals"
  | "emulator"
  | "convert"
  | "split"
  | "explain"
  | "rules"
  | "doctor"
  | "demo";

/** Makes a command's action: it loads the command's module, runs it and keeps the exit code. */
export type Runner = (name: CommandName) => (this: CommandUnknownOpts, ...args: unknown[]) => Promise<void>;

/** Commands by name: each function adds a description, arguments, options and subcommands to a new command. */
export type Grammar = Readonly<Record<string, (command: Command, run: Runner) => CommandUnknownOpts>>;
