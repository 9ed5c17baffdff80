import { Command } from "commander";
import { addDataCommands } from "./grammar/data-commands.js";
import { addEstimateCommand } from "./grammar/estimate-command.js";
import { addFileCommands } from "./grammar/file-commands.js";
import { addGlobalOptions } from "./grammar/global-options.js";
import { addGraderCommands } from "./grammar/grader-commands.js";
import { addJobCommands } from "./grammar/job-commands.js";
import { addLocalCommands } from "./grammar/local-commands.js";
import { addResultCommands } from "./grammar/result-commands.js";
import type { Runner } from "./grammar/runner.js";
import { refuseEmpty } from "./grammar/refuse-empty.js";
import { addSubmitCommand } from "./grammar/submit-command.js";
import type { Host } from "./host.js";
import type { GlobalOptions } from "./invocation.js";
import type { CommandModule, CommandName } from "./load-command.js";
import { version } from "./version.js";

const description = `Checks, submits, watches and explains reinforcement fine-tuning (RFT) jobs on Azure OpenAI / Microsoft Foundry.`;

const epilogue = `
Start without an account:  rft demo
Sign in:  AZURE_OPENAI_ENDPOINT, and AZURE_OPENAI_API_KEY or az login
Exit codes:  0 yes  1 no (findings, refused state, job failed)  2 cannot start  3 service
             4 not signed in or not allowed  5 job paused  70 our bug  130 interrupted`;

/** What the grammar needs from outside. */
export interface ProgramOptions {
  host: Host;
  load: (name: CommandName) => Promise<CommandModule>;
  /** Told the exit code of the command that ran. */
  onExit: (code: number) => void;
}

/** Lets a command's usage error be thrown as the program's is, not end the process, and name the command's own help. */
function inheritSettings(command: Command, program: Command): void {
  command.copyInheritedSettings(program);
  const { parent } = command;
  const words = [...(parent && parent !== program ? [parent.name()] : []), command.name()];
  command.showHelpAfterError(`(see rft ${words.join(" ")} --help)`);
  for (const below of command.commands) inheritSettings(below, program);
}

/** The command line's whole grammar. Commands are loaded when they run; help and version need none of them. */
export function createProgram({ host, load, onExit }: ProgramOptions): Command {
  const program = new Command("rft")
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
    })
    .exitOverride();
  addGlobalOptions(program);
  const run: Runner = (name) =>
    async function action(this: Command, ...args: unknown[]) {
      refuseEmpty(this, args);
      const module = await load(name);
      onExit(
        await module.run({
          host,
          args: args.slice(0, this.registeredArguments.length),
          options: this.opts(),
          globals: program.opts<GlobalOptions>(),
        }),
      );
    };
  program.commandsGroup("Before a job:");
  addDataCommands(program, run);
  addGraderCommands(program, run);
  program.commandsGroup("The job:");
  addEstimateCommand(program, run);
  addSubmitCommand(program, run);
  addJobCommands(program, run);
  addFileCommands(program, run);
  program.commandsGroup("What came of it:");
  addResultCommands(program, run);
  program.commandsGroup("On this machine:");
  addLocalCommands(program, run);
  program.helpCommand("help [command]", "print help of a command");
  for (const command of program.commands) inheritSettings(command, program);
  return program;
}
