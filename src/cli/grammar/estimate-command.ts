import { collect, positiveNumber } from "./option-values.js";
import type { Grammar } from "./runner.js";

/** The command that predicts a job's cost. */
export const estimateCommand = {
  estimate: (command, run) =>
    command
      .summary("what a job will cost and take, as a range")
      .description(
        "Estimates steps, tokens, hours and dollars of a job as low, likely and high, and says what that stands on.",
      )
      .argument("[job]", "the job file, YAML or JSON")
      .option("--model <name>", "the model to train")
      .option("--train <file>", "the training file")
      .option("--validation <file>", "the validation file")
      .option("--grader <file>", "the grader")
      .option("--response-format <file>", "the response format")
      .option("--seconds-per-step <n>", "what a step takes without its evaluation", positiveNumber)
      .option("--like <run>", "a past run to go by: its results.csv, a job's id, or last")
      .option(
        "--fail-if <condition>",
        "exit 1 where it holds, as 'dollars.high>500'; more than once",
        collect,
      )
      .action(run("estimate")),
} satisfies Grammar;
