import type { Command as NewCommand, CommandUnknownOpts } from "@commander-js/extra-typings";
import { Command } from "commander";
import { dataCommands } from "#cli/grammar/data-commands.js";
import { estimateCommand } from "#cli/grammar/estimate-command.js";
import { fileCommands } from "#cli/grammar/file-commands.js";
import { addGlobalOptions } from "#cli/grammar/global-options.js";
import { graderCommands } from "#cli/grammar/grader-commands.js";
import { jobCommands, lookCommands } from "#cli/grammar/job-commands.js";
import { localCommands } from "#cli/grammar/local-commands.js";
import { resultCommands } from "#cli/grammar/result-commands.js";
import type { CommandName, Grammar, Runner } from "#cli/grammar/runner.js";
import { refuseEmpty } from "#cli/grammar/refuse-empty.js";
import { submitCommand } from "#cli/grammar/submit-command.js";
import type { Host } from "#cli/host/host.js";
import type { CommandModule } from "./load-command.js";
import { version } from "#cli/host/version.js";

const description = `Checks, submits, watches and explains reinforcement fine-tuning (RFT) jobs on Azure OpenAI / Microsoft Foundry.`;

const epilogue = `
Start without an account:  rft demo
Sign in:  AZURE_OPENAI_ENDPOINT, and AZURE_OPENAI_API_KEY or az login
Exit codes:  0 yes  1 no (findings, refused state, job failed)  2 cannot start  3 service
             4 not signed in or not allowed  5 job paused  70 our bug  130 interrupted`;

/** All commands, as help groups them. */
const headings: readonly (readonly [string, Grammar])[] = [
  ["Before a job:", { ...dataCommands, ...graderCommands }],
  ["The job:", { ...estimateCommand, ...submitCommand, ...jobCommands, ...lookCommands, ...fileCommands }],
  ["What came of it:", resultCommands],
  ["On this machine:", localCommands],
];

/**
 * The commands whose grammar is needed to parse a command line; undefined if that may be all of them. One command's
 * grammar takes a tenth of the time to build.
 */
export function neededCommands([first = ""]: readonly string[]): string[] | undefined {
  if (first === "--version") return [];
  return headings.some(([, grammar]) => Object.hasOwn(grammar, first)) ? [first] : undefined;
}

/** What the grammar needs from outside. */
export interface ProgramOptions {
  host: Host;
  load: (name: CommandName) => Promise<CommandModule>;
  /** Called with the exit code of the command that ran. */
  onExit: (code: number) => void;
  /** The commands to define; all by default. */
  names?: readonly string[] | undefined;
}

/** Makes a command throw its usage errors, as the program does, instead of exiting, and point to its own help. */
function inheritSettings(command: CommandUnknownOpts, program: CommandUnknownOpts): void {
  command.copyInheritedSettings(program);
  const { parent } = command;
  const words = [...(parent && parent !== program ? [parent.name()] : []), command.name()];
  command.showHelpAfterError(`(see rft ${words.join(" ")} --help)`);
  for (const below of command.commands) inheritSettings(below, program);
}

/** The command line's grammar. Commands are loaded only when they run; help and version load none. */
export function createProgram({ host, load, onExit, names }: ProgramOptions): CommandUnknownOpts {
  const untyped = new Command("rft")
    .description(description)
    .version(version, "--version", "print the version")
    .helpOption("-h, --help", "print help")
    .showHelpAfterError("(see rft --help)")
    .addHelpText("after", epilogue)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      writeErr: (text) => host.stderr.write(text),
      getOutHelpWidth: () => host.stdout.columns ?? 80,
      getErrHelpWidth: () => host.stderr.columns ?? 80,
      // Help is never coloured; commander would open both streams to find out whether it may be.
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .exitOverride();
  // The same class with finer types; none of that package's code is loaded.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const program = addGlobalOptions(untyped as unknown as NewCommand);
  const run: Runner = (name) =>
    async function action(this: CommandUnknownOpts, ...args: unknown[]) {
      refuseEmpty(this, args);
      const module = await load(name);
      onExit(
        await module.run({
          host,
          args: args.slice(0, this.registeredArguments.length),
          options: this.opts(),
          globals: program.opts(),
        }),
      );
    };
  for (const [heading, grammar] of headings) {
    program.commandsGroup(heading);
    for (const [name, describe] of Object.entries(grammar)) {
      if (names === undefined || names.includes(name)) describe(program.command(name), run);
    }
  }
  program.helpCommand("help [command]", "print help of a command");
  for (const command of program.commands) inheritSettings(command, program);
  return program;
}
