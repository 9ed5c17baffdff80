import { collect, countFrom1 } from "./option-values.js";
import type { Grammar } from "./runner.js";

const allowPython = "run python graders here, as you, with the network open: only code you trust";
const judge = "the deployment that judges for score_model graders; its tokens are paid for";
const cacheFolder = ".rft/judge-cache";

/** Commands that try out a grader or draft one. */
export const graderCommands = {
  "check-grader": (command, run) =>
    command
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
        "--model <deployment>",
        "take answers from this deployment and keep them in .rft/samples; its tokens are paid for",
      )
      .option("-k <n>", "answers to each row, with --model (default: 4)", countFrom1)
      .option("-n <rows>", "rows to answer, with --model (default: 50)", countFrom1)
      .option("--max-completion-tokens <n>", "limit of one answer, with --model (default: none)", countFrom1)
      .option(
        "--gold <template>",
        "the right answer, such as {{item.answer}}, where it cannot be told from the grader",
      )
      .option("--remote", "ask the service too: does it take the grader, does it score alike")
      .option("--no-attacks", "do not try what a cheater would answer")
      .option("--allow-python", allowPython)
      .option("--judge <deployment>", judge)
      .option(
        "--attack-rows <n>",
        "rows to answer where a judge or Python scores (default: 10 with a judge, else 100)",
        countFrom1,
      )
      .option("--concurrency <n>", "questions to a deployment at the same time", countFrom1, 8)
      .option("--cache <folder>", "where the judge's answers are kept", cacheFolder)
      .option("--strict", "warnings make the answer no")
      .action(run("check-grader")),
  grade: (command, run) =>
    command
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
      .option("--allow-python", allowPython)
      .option("--judge <deployment>", judge)
      .option("--concurrency <n>", "questions to the judge at the same time", countFrom1, 8)
      .option("--cache <folder>", "where the judge's answers are kept", cacheFolder)
      .option(
        "--remote <n>",
        "have the service score the first n samples too, and name each difference",
        countFrom1,
      )
      .action(run("grade")),
  init: (command, run) =>
    command
      .summary("draft grader, response format and job file from rows")
      .description(
        "Reads training rows, drafts a grader, a response format and a job file for them, and checks the draft. Without a validation file the rows are parted into two new files.",
      )
      .option("--data <file>", "the training rows")
      .option("--describe <task>", "what the task is, for a model that drafts the grader; with --model")
      .option("--model <deployment>", "the deployment that drafts; it sees three values of each field")
      .option("--validation <file>", "the validation rows")
      .option("-o, --output <folder>", "where to write", ".")
      .option("--force", "replace files that are there")
      .action(run("init")),
} satisfies Grammar;
