import type { Grammar } from "./runner.js";

/** The command that creates a job. */
export const submitCommand = {
  submit: (command, run) =>
    command
      .summary("check, plan, upload and create a job")
      .description(
        "Checks the data and the grader, shows the plan, uploads the files and creates the job: once, however often it is run. A second run of the same job gives the job that is there.",
      )
      .argument("[job]", "the job file, YAML or JSON")
      .option("--model <name>", "the model to train")
      .option("--train <file>", "the training file, or a file id")
      .option("--validation <file>", "the validation file, or a file id")
      .option("--grader <file>", "the grader")
      .option("--response-format <file>", "the response format")
      .option("--suffix <text>", "a name to stand in the model's name")
      .option("--dry-run", "show the plan and the exact request, then stop")
      .option("--force", "submit in spite of errors found; their codes are named")
      .option("--again", "create a job even where the same one was submitted before, or may have been")
      .option("--watch", "follow the job once it is created")
      .action(run("submit")),
} satisfies Grammar;
