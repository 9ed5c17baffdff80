import type { Command, CommandUnknownOpts } from "@commander-js/extra-typings";
import type { dataCommands } from "./data-commands.js";
import type { estimateCommand } from "./estimate-command.js";
import type { deleteFiles, listFiles } from "./file-commands.js";
import type { addGlobalOptions } from "./global-options.js";
import type { graderCommands } from "./grader-commands.js";
import type { jobCommands, lookCommands } from "./job-commands.js";
import type { localCommands } from "./local-commands.js";
import type { resultCommands } from "./result-commands.js";
import type { submitCommand } from "./submit-command.js";

type Commands = typeof dataCommands &
  typeof estimateCommand &
  typeof graderCommands &
  typeof jobCommands &
  typeof localCommands &
  typeof lookCommands &
  typeof resultCommands &
  typeof submitCommand & { "files delete": typeof deleteFiles; "files list": typeof listFiles };

/** A command as typed: `files list`. */
export type CommandWords = keyof Commands;

type ArgumentsIn<Described> =
  Described extends Command<infer Arguments, infer _Options, infer _Globals> ? Arguments : never;
type OptionsIn<Described extends CommandUnknownOpts> = ReturnType<Described["opts"]>;

/** The arguments of a command, as its grammar declares and parses them. */
export type ArgumentsOf<Words extends CommandWords> = ArgumentsIn<ReturnType<Commands[Words]>>;

/** The options of a command, as its grammar declares and parses them. */
export type OptionsOf<Words extends CommandWords> = OptionsIn<ReturnType<Commands[Words]>>;

/** The options that every command takes. */
export type GlobalOptions = OptionsIn<ReturnType<typeof addGlobalOptions>>;
