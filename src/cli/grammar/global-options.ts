import type { Command } from "@commander-js/extra-typings";

/** The options that every command takes. */
export function addGlobalOptions(program: Command) {
  return program
    .addOption(
      program
        .createOption("--format <format>", "form of the result; sarif and github with validate-data only")
        .choices(["human", "json", "sarif", "github"]),
    )
    .option("--json", "one JSON document on stdout (the same as --format json)")
    .option("--quiet", "no progress and no hints on stderr")
    .option("--no-color", "no colour (also NO_COLOR, TERM=dumb)")
    .option("--no-input", "never ask a question")
    .option("--yes", "answer yes to every question")
    .option("--endpoint <url>", "the resource or project (also AZURE_OPENAI_ENDPOINT)")
    .option("--api-version <version>", "a date for the dated path (also AZURE_OPENAI_API_VERSION)")
    .option("--authority <cloud>", "where to sign in: public, usgovernment, china, or the host")
    .option("--config <file>", "read connections from this file (also rft.config.yaml)")
    .option("--profile <name>", "which connection of that file to take")
    .option("--rules <set>", "which dated rules to check by: 2025-05 or 2026-10 (the default)")
    .option("--verbose", "each request on stderr: method, path, status, request id, duration");
}
