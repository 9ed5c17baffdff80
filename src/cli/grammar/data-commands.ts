import { collect, countFrom1, share, wholeNumber } from "./option-values.js";
import type { Grammar } from "./runner.js";

/** Commands that check data files and make new ones. */
export const dataCommands = {
  "validate-data": (command, run) =>
    command
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
        command
          .createOption("--tokens <mode>", "measure prompts; auto estimates files above 20 MB")
          .choices(["auto", "exact", "estimate", "off"])
          .default("auto"),
      )
      .option("--near-duplicates", "look for rows that are nearly the same, too")
      .option("--strict", "warnings make the answer no")
      .action(run("validate-data")),
  convert: (command, run) =>
    command
      .summary("turn other training data into rows for RFT")
      .description(
        "Writes rows for reinforcement fine-tuning from supervised or preference rows, rows in evals format, CSV or a JSON array. The answer goes into the field reference_answer. Rows that would not pass validate-data are left out and named.",
      )
      .argument("<in>", "the file to convert, or - for standard input")
      .requiredOption("-o, --output <file>", "the file to write")
      .addOption(
        command
          .createOption("--system <role>", "whose message a system message's text goes to")
          .choices(["user", "developer"])
          .default("user"),
      )
      .option("--prompt <column>", "the column or field that is the prompt (guessed by its name)")
      .option("--reference <column>", "the column or field that is the answer (guessed by its name)")
      .option("--force", "replace a file that is there")
      .action(run("convert")),
  split: (command, run) =>
    command
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
      .action(run("split")),
} satisfies Grammar;
