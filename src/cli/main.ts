import { CommanderError } from "commander";
import { jsonError } from "../report/json-error.js";
import { ExitCode } from "./exit-code.js";
import type { Host } from "./host.js";
import { loadCommand } from "./load-command.js";
import { createProgram } from "./program.js";
import { version } from "./version.js";

function wantsJson(argv: readonly string[]): boolean {
  return argv.some(
    (word, index) =>
      word === "--json" || word === "--format=json" || (word === "--format" && argv[index + 1] === "json"),
  );
}

/** The command a line names, as far as it can be told when the line itself is wrong. */
function namedCommand(argv: readonly string[]): string | null {
  return argv.find((word) => !word.startsWith("-")) ?? null;
}

/** Commander's own endings: help and version are answers, everything else is wrong usage. */
function endUsage(error: CommanderError, argv: readonly string[], host: Host): number {
  if (error.exitCode === 0) return ExitCode.ok;
  if (wantsJson(argv)) {
    const message = error.message.replace(/^error: /, "").split("\n");
    const hint = message[1]?.replace(/^\(|\)$/g, "") ?? "See rft --help.";
    host.stdout.write(
      jsonError(namedCommand(argv), { code: "usage", message: message[0] ?? "wrong usage", hint }),
    );
  }
  return ExitCode.cannotStart;
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
  const program = createProgram({ host, load: loadCommand, onExit });
  try {
    if (argv.length === 0) {
      program.outputHelp();
      return ExitCode.ok;
    }
    await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return endUsage(error, argv, host);
    // Commands report their own errors; what arrives here could not even be loaded.
    host.stderr.write(
      `rft ${version}: internal error: ${error instanceof Error ? error.stack : String(error)}\n`,
    );
    return ExitCode.bug;
  }
}
