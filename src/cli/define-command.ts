import { RftError } from "../errors.js";
import { jsonError } from "../report/json-error.js";
import { reportError } from "../report/report-error.js";
import { type Context, createContext } from "./context.js";
import { ExitCode, exitCodeOf } from "./exit-code.js";
import type { Host } from "./host.js";
import type { GlobalOptions, Invocation } from "./invocation.js";
import { version } from "./version.js";

/** A command's work: from its context, arguments and options to an exit code. */
type CommandBody<Args extends readonly unknown[], Options> = (
  context: Context,
  args: Args,
  options: Options,
) => Promise<ExitCode>;

function bug(error: unknown): RftError {
  const stack = error instanceof Error ? error.stack : String(error);
  return new RftError("internal", `internal error in rft ${version}: ${stack}`, {
    hint: "This is a bug of rft. Please report it with the command line at the project's issue tracker.",
    cause: error,
  });
}

/** An abort is the person's doing (Ctrl-C), or that of a reader who had enough (`| head -1`). */
function endOfAbort(host: Host, interrupted: string, globals: GlobalOptions): ExitCode {
  if (host.signal.reason === "output-closed") return ExitCode.ok;
  if (globals.quiet !== true) host.stderr.write(`${interrupted}\n`);
  return ExitCode.interrupted;
}

function reportFailure(error: RftError, command: string, host: Host, globals: GlobalOptions): void {
  if (globals.json === true || globals.format === "json") {
    host.stdout.write(jsonError(command, error));
    return;
  }
  host.stderr.write(reportError(error, globals.verbose === true));
}

/**
 * Makes a command's `run`: builds the context, turns what is thrown into a report and an exit code.
 * @param interrupted what to say on stderr after Ctrl-C
 */
export function defineCommand<Args extends readonly unknown[], Options>(
  command: string,
  body: CommandBody<Args, Options>,
  interrupted = "interrupted",
): (invocation: Invocation) => Promise<ExitCode> {
  return async ({ host, args, options, globals }) => {
    let context: Context | undefined;
    try {
      context = createContext(host, globals);
      // The edge to commander: the grammar in program.ts has parsed the words into these types.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      return await body(context, args as unknown as Args, options as Options);
    } catch (error) {
      context?.progress.done();
      if (host.signal.aborted) return endOfAbort(host, interrupted, globals);
      const known = error instanceof RftError ? error : bug(error);
      reportFailure(known, command, host, globals);
      return exitCodeOf(known);
    } finally {
      context?.progress.done();
    }
  };
}
