import { Command, Option } from "commander";
import type { Host } from "./host.js";
import type { GlobalOptions } from "./invocation.js";
import type { CommandModule, CommandName } from "./load-command.js";
import { collect, countFrom1, port, positiveNumber, seconds, share, wholeNumber } from "./option-values.js";
import { version } from "./version.js";

const description = `Checks, submits, watches and explains reinforcement fine-tuning (RFT) jobs on Azure OpenAI / Microsoft Foundry.`;

const epilogue = `
Start without an account:  rft demo
Sign in:  AZURE_OPENAI_ENDPOINT, and AZURE_OPENAI_API_KEY or az login
Exit codes:  0 yes  1 no (findings, refused state, job failed)  2 cannot start  3 service
             4 not signed in or not allowed  5 job paused  70 our bug  130 interrupted`;

function addGlobalOptions(program: Command): void {
  program
    .addOption(
      new Option("--format <format>", "form of the result; sarif and github with validate-data only").choices(
        ["human", "json", "sarif", "github"],
      ),
    )
    .option("--json", "one JSON document on stdout (the same as --format json)")
    .option("--quiet", "no progress and no hints on stderr")
    .option("--no-color", "no colour (also NO_COLOR, TERM=dumb)")
    .option("--no-input", "never ask a question")
    .option("--yes", "answer yes to every question")
    .option("--endpoint <url>", "the resource or project (also AZURE_OPENAI_ENDPOINT)")
    .option("--api-version <version>", "a date for the dated path (also AZURE_OPENAI_API_VERSION)")
    .option("--rules <set>", "which dated rules to check by: 2025-05 or 2026-10 (the default)")
    .option("--verbose", "each request on stderr: method, path, status, request id, duration");
}

function addDataCommands(program: Command, run: Runner): void {
  program
    .command("validate-data")
    .summary("check training and validation files before they are uploaded")
    .description(
      "Checks training and validation files: JSON, message rules, limits, fields, duplicates, leaks, balance. A file is taken for validation where its name says so (valid, validation, val, eval, test, dev).",
    )
    .argument("[files...]", "files, quoted globs, folders, or - for standard input")
    .option("--train <file>", "a training file, whatever its name (repeatable)", collect)
    .option("--validation <file>", "a validation file, whatever its name (repeatable)", collect)
    .option("--grader <file>", "the grader whose fields every row must have")
    .option("--response-format <file>", "the response format the job will use")
    .option("--job <file>", "take files, grader and response format from this job file")
    .option("--max-findings <n>", "how many to list of one code in one file", countFrom1, 20)
    .addOption(
      new Option("--tokens <mode>", "measure prompts; auto estimates files above 20 MB")
        .choices(["auto", "exact", "estimate", "off"])
        .default("auto"),
    )
    .option("--near-duplicates", "look for rows that are nearly the same, too")
    .option("--strict", "warnings make the answer no")
    .action(run("validate-data"));
  program
    .command("check-grader")
    .summary("prove a grader against its data before money is spent")
    .description(
      "Checks a grader: schema, templates, formula; with data, every path on every row, what the right answer earns and what a cheater earns. What cannot run here is said to be checked statically only.",
    )
    .argument("[grader]", "the grader, JSON or YAML")
    .option("--job <file>", "take grader, data and response format from this job file")
    .option("--data <file>", "rows to check against (repeatable)", collect)
    .option("--response-format <file>", "the response format the job will use")
    .option("--samples <file>", "saved answers (item and output_text a line) to score and forecast from")
    .option(
      "--gold <template>",
      "the right answer, such as {{item.answer}}, where it cannot be told from the grader",
    )
    .option("--remote", "ask the service too: does it take the grader, does it score alike")
    .option("--no-attacks", "do not try what a cheater would answer")
    .option("--strict", "warnings make the answer no")
    .action(run("check-grader"));
}

function addGradeCommand(program: Command, run: Runner): void {
  program
    .command("grade")
    .summary("score saved samples, one result a line")
    .description(
      "Scores saved samples as the service would, one JSON result a line for each line in, in order; a summary goes to stderr. A line that cannot be read earns 0 with sample_parse_error and makes the exit code 1, as does a reward of null, which a grader that cannot run here gives.",
    )
    .argument("<grader>", "the grader, JSON or YAML")
    .option(
      "--samples <file>",
      "one {item, sample: {output_text}} a line; files, quoted globs, folders, or - (repeatable)",
      collect,
    )
    .option("--allow-python", "run python graders here, as you, with the network open: only code you trust")
    .option(
      "--judge <deployment>",
      "the deployment that judges for score_model graders; its tokens are paid for",
    )
    .option("--concurrency <n>", "questions to the judge at the same time", countFrom1, 8)
    .option("--cache <folder>", "where the judge's answers are kept", ".rft/judge-cache")
    .option(
      "--remote <n>",
      "have the service score the first n samples too, and name each difference",
      countFrom1,
    )
    .action(run("grade"));
}

function addFileCommands(program: Command, run: Runner): void {
  program
    .command("init")
    .summary("draft grader, response format and job file from rows")
    .description(
      "Reads training rows, drafts a grader, a response format and a job file for them, and checks the draft. Without a validation file the rows are parted into two new files.",
    )
    .option("--data <file>", "the training rows")
    .option("--validation <file>", "the validation rows")
    .option("-o, --output <folder>", "where to write", ".")
    .option("--force", "replace files that are there")
    .action(run("init"));
  program
    .command("convert")
    .summary("turn other training data into rows for RFT")
    .description(
      "Writes rows for reinforcement fine-tuning from supervised or preference rows, rows in evals format, CSV or a JSON array. The answer goes into the field reference_answer. Rows that would not pass validate-data are left out and named.",
    )
    .argument("<in>", "the file to convert, or - for standard input")
    .requiredOption("-o, --output <file>", "the file to write")
    .addOption(
      new Option("--system <role>", "whose message a system message's text goes to")
        .choices(["user", "developer"])
        .default("user"),
    )
    .option("--prompt <column>", "the column or field that is the prompt (guessed by its name)")
    .option("--reference <column>", "the column or field that is the answer (guessed by its name)")
    .option("--force", "replace a file that is there")
    .action(run("convert"));
  program
    .command("split")
    .summary("part a file into training and validation rows")
    .description(
      "Parts a file into training and validation rows, by a seed. All rows with one prompt (case and white space aside) go to one side, so that no validation prompt was trained on; rows are written as they stand.",
    )
    .argument("<in>", "the file to split")
    .option("--validation <share>", "share of the rows for validation", share, 0.1)
    .option("--seed <n>", "the same seed gives the same split", wholeNumber, 1)
    .option("--stratify <field>", "keep the shares of this field's values on both sides")
    .option("-o, --output <folder>", "where train.jsonl and valid.jsonl are written", ".")
    .option("--train-out <file>", "the training file to write")
    .option("--validation-out <file>", "the validation file to write")
    .option("--force", "replace files that are there")
    .action(run("split"));
}

function addJobCommands(program: Command, run: Runner): void {
  program
    .command("submit")
    .summary("check, plan, upload and create a job")
    .description("Checks the data and the grader, shows the plan, uploads the files and creates the job.")
    .argument("[job]", "the job file, YAML or JSON")
    .option("--model <name>", "the model to train")
    .option("--train <file>", "the training file, or a file id")
    .option("--validation <file>", "the validation file, or a file id")
    .option("--grader <file>", "the grader")
    .option("--response-format <file>", "the response format")
    .option("--suffix <text>", "a name to stand in the model's name")
    .option("--dry-run", "show the plan and the exact request, then stop")
    .option("--force", "submit in spite of errors found; their codes are named")
    .option("--watch", "follow the job once it is created")
    .action(run("submit"));
  program
    .command("watch")
    .summary("follow a job until it is finished or paused")
    .description(
      "Follows a job: status, events and rewards as they come. Ctrl-C stops the watching, never the job.",
    )
    .argument("<job>", "the job's id")
    .option("--interval <seconds>", "time between two looks", seconds, 10)
    .action(run("watch"));
  program
    .command("pause")
    .summary("pause a running job; a checkpoint is kept")
    .description("Pauses a running job after at least one trained step. The service keeps a checkpoint.")
    .argument("<job>", "the job's id")
    .action(run("pause"));
  program
    .command("resume")
    .summary("let a paused job go on")
    .description(
      "Resumes a paused job. After the service's own pause at its spending limit no further limit applies.",
    )
    .argument("<job>", "the job's id")
    .action(run("resume"));
  program
    .command("metrics")
    .summary("reward curves and the best step of a run")
    .description(
      "Reads what a run measured, from a job or from its results.csv: rewards, best and recommended step.",
    )
    .argument("<sources...>", "job ids, results.csv files, or - for standard input")
    .action(run("metrics"));
}

function addLocalCommands(program: Command, run: Runner): void {
  program
    .command("explain")
    .summary("what a finding means, why it costs, how to fix it")
    .description(
      "Prints the page of a finding: its definition, why it costs, the service's own words, how to fix it. Without a code: all codes.",
    )
    .argument("[code]", "the code that stands in brackets after a finding")
    .action(run("explain"));
  program
    .command("emulator")
    .summary("the service's API on this machine; training is simulated")
    .description(
      "Serves the fine-tuning API on 127.0.0.1. Files and jobs are real; training is simulated and says so.",
    )
    .option("--port <n>", "port to listen on; 0 takes a free one", port, 0)
    .option("--data-dir <folder>", "where files and jobs are kept", ".rft-emulator")
    .option("--speed <n>", "simulated seconds that pass in one second", positiveNumber, 300)
    .option("--seed <n>", "seed of the simulation", wholeNumber, 1)
    .action(run("emulator"));
  program
    .command("demo")
    .summary("the whole way on the emulator, with no account")
    .description(
      "Runs the real commands one after the other on the emulator, with a small data set of its own: validate, check, submit, watch, pause, resume, metrics.",
    )
    .option("--seed <n>", "seed of the simulation", wholeNumber, 1)
    .option("--keep", "leave the demo's folder for a look")
    .action(run("demo"));
}

/** Makes a command's action: it loads the command's module, runs it and keeps the exit code. */
type Runner = (name: CommandName) => (this: Command, ...args: unknown[]) => Promise<void>;

/** What the grammar needs from outside. */
export interface ProgramOptions {
  host: Host;
  load: (name: CommandName) => Promise<CommandModule>;
  /** Told the exit code of the command that ran. */
  onExit: (code: number) => void;
}

/** The command line's whole grammar. Commands are loaded when they run; help and version need none of them. */
export function createProgram({ host, load, onExit }: ProgramOptions): Command {
  const program = new Command("rft")
    .description(description)
    .version(version, "--version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand("help [command]", "print help of a command")
    .showHelpAfterError("(see --help)")
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
  addDataCommands(program, run);
  addGradeCommand(program, run);
  addFileCommands(program, run);
  addJobCommands(program, run);
  addLocalCommands(program, run);
  // Without this a subcommand's usage error would end the process by itself.
  for (const command of program.commands) command.copyInheritedSettings(program);
  return program;
}
