import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { CommanderError } from "commander";
import { ExitCode } from "#cli/host/exit-code.js";
import type { Host } from "#cli/host/host.js";
import { loadCommand } from "./load-command.js";
import { createProgram, neededCommands } from "./program.js";
import { version } from "#cli/host/version.js";

function wantsJson(argv: readonly string[]): boolean {
  return argv.some(
    (word, index) =>
      word === "--json" || word === "--format=json" || (word === "--format" && argv[index + 1] === "json"),
  );
}

/** Handles commander's own exits: help and version are successes, everything else is wrong usage. */
async function endUsage(
  error: CommanderError,
  argv: readonly string[],
  { host, program }: Shell,
): Promise<number> {
  if (error.exitCode === 0) return ExitCode.ok;
  if (wantsJson(argv)) {
    const names = new Set(program.commands.map((command) => command.name()));
    const named = argv.find((word) => names.has(word)) ?? null;
    // Options without a command: commander shows the help, without an error message.
    const text = error.code === "commander.help" ? "error: no command" : error.message;
    const [message = "wrong usage", suggestion] = text.replace(/^error: /, "").split("\n");
    const hint = suggestion?.replace(/^\(|\)$/g, "") ?? "See rft --help.";
    const { jsonError } = await import("#report/text/json-error.js");
    host.stdout.write(jsonError(named, { code: "usage", message, hint }));
  }
  return ExitCode.cannotStart;
}

interface Shell {
  host: Host;
  program: CommandUnknownOpts;
}

/** Treats `help <word>` for an unknown word like the word alone: an unknown command, instead of the whole help. */
function withoutLostHelp(argv: readonly string[], { commands }: CommandUnknownOpts): readonly string[] {
  const [help, word] = argv;
  const isLost = help === "help" && word !== undefined && commands.every((one) => one.name() !== word);
  return isLost ? argv.slice(1) : argv;
}

/**
 * Runs one command line in this process.
 * @param argv the words after the program's name
 * @returns the exit code; nothing here ends the process
 */
export async function main(argv: readonly string[], host: Host): Promise<number> {
  let code: number = ExitCode.ok;
  const onExit = (exitCode: number) => {
    code = exitCode;
  };
  const program = createProgram({ host, load: loadCommand, onExit, names: neededCommands(argv) });
  try {
    if (argv.length === 0) {
      program.outputHelp();
      return ExitCode.ok;
    }
    await program.parseAsync(withoutLostHelp(argv, program), { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return await endUsage(error, argv, { host, program });
    // Commands report their own errors; whatever arrives here could not even be loaded.
    host.stderr.write(
      `rft ${version}: internal error: ${error instanceof Error ? error.stack : String(error)}\n`,
    );
    return ExitCode.bug;
  }
}
