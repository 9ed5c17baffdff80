import type { Command } from "commander";
import type { CommandName } from "#cli/start/load-command.js";

/** Makes a command's action: it loads the command's module, runs it and keeps the exit code. */
export type Runner = (name: CommandName) => (this: Command, ...args: unknown[]) => Promise<void>;

/** Commands by name: what gives a new command its description, arguments and options, and commands below it. */
export type Grammar = Readonly<Record<string, (command: Command, run: Runner) => void>>;
