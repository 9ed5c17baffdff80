import { FindingsError, RftError } from "#errors.js";
import { summarizeFindings } from "#finding.js";
import { jsonDocument } from "#report/text/json-document.js";
import { jsonError } from "#report/text/json-error.js";
import { reportError } from "#report/text/report-error.js";
import { reportFindings, reportSummary } from "#report/findings/report-findings.js";
import { type Context, createContext } from "./context.js";
import { ExitCode, exitCodeOf } from "#cli/host/exit-code.js";
import type { ArgumentsOf, CommandWords, GlobalOptions, OptionsOf } from "#cli/grammar/options-of.js";
import type { Host } from "#cli/host/host.js";
import { type Invocation, isJson } from "./invocation.js";
import { version } from "#cli/host/version.js";

/** A command's work: from its context, arguments and options to an exit code. */
type CommandBody<Words extends CommandWords> = (
  context: Context,
  args: ArgumentsOf<Words>,
  options: OptionsOf<Words>,
) => Promise<ExitCode>;

function bug(error: unknown): RftError {
  const stack = error instanceof Error ? error.stack : String(error);
  return new RftError("internal", `internal error in rft ${version}: ${stack}`, {
    hint: "This is a bug of rft. Please report it with the command line at the project's issue tracker.",
    cause: error,
  });
}

/** How a command's failures are reported. */
interface CommandManners<Words extends CommandWords> {
  /** Said after Ctrl-C. */
  interrupted?: string;
  /** True if `--json` writes one object per line: an error is then one more line. */
  lines?: (options: OptionsOf<Words>) => boolean;
}

/**
 * What was thrown, as an error of the contract. After Ctrl-C every failure counts as an interruption, except that a
 * job may have been created, which matters more.
 */
function asRftError(error: unknown, host: Host, interrupted: string): RftError {
  const isOurs = error instanceof RftError;
  if (isOurs && error.code === "outcome-unknown") return error;
  if (host.signal.aborted)
    return isOurs && error.code === "interrupted" ? error : new RftError("interrupted", interrupted);
  return isOurs ? error : bug(error);
}

function reportFailure(error: RftError, command: string, context: FailureContext): void {
  const { host, globals, compact } = context;
  if (isJson(globals)) host.stdout.write(jsonError(command, error, compact));
  if (error.code === "interrupted") {
    if (globals.quiet !== true) host.stderr.write(`${error.message}\n`);
  } else if (!isJson(globals)) {
    host.stderr.write(reportError(error, globals.verbose === true));
  }
}

/** Reports the findings of a file that nothing can be started with, like any other findings. */
function refuseFindings({ findings }: FindingsError, command: string, context: Context): ExitCode {
  const summary = summarizeFindings(findings);
  context.stdout.write(
    context.json
      ? jsonDocument(command, { ok: false, findings, summary })
      : `${reportFindings(findings, context.style)}\n${reportSummary(summary)}\n`,
  );
  return ExitCode.no;
}

interface FailureContext {
  host: Host;
  globals: GlobalOptions;
  compact: boolean;
}

/** SARIF and GitHub's workflow commands locate findings in files, which only one command has. */
function refuseForeignFormat(command: string, { format }: GlobalOptions): void {
  if ((format === "sarif" || format === "github") && command !== "validate-data") {
    throw new RftError("usage", `${command} has no --format ${format}`, {
      hint: "Take human or json; sarif and github are for validate-data.",
    });
  }
}

/** Makes a command's `run`: builds the context, and turns a thrown error into a report and an exit code. */
export function defineCommand<Words extends CommandWords>(
  command: Words,
  body: CommandBody<Words>,
  { interrupted = "interrupted", lines = () => false }: CommandManners<Words> = {},
): (invocation: Invocation) => Promise<ExitCode> {
  return async ({ host, args, options: parsed, globals }) => {
    // The boundary to commander, where the command's grammar has parsed the words into these types.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const options = parsed as OptionsOf<Words>;
    let context: Context | undefined;
    try {
      context = createContext(host, globals);
      refuseForeignFormat(command, globals);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
      return await body(context, args as unknown as ArgumentsOf<Words>, options);
    } catch (error) {
      context?.progress.done(true);
      if (error instanceof FindingsError && context) return refuseFindings(error, command, context);
      const known = asRftError(error, host, interrupted);
      reportFailure(known, command, { host, globals, compact: lines(options) });
      return exitCodeOf(known);
    } finally {
      context?.progress.done();
    }
  };
}
