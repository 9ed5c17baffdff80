import { collect, columns, countFrom1, evalSteps, seconds } from "./option-values.js";
import type { Grammar } from "./runner.js";

/** Commands that report a job's results. */
export const resultCommands = {
  metrics: (command, run) =>
    command
      .summary("reward curves and the best step of a run")
      .description(
        "Reads what a run measured, from a job or from its results.csv: rewards, the step to deploy, what is wrong with it. Several runs are put side by side.",
      )
      .argument("<sources...>", "job ids, last, results.csv files, or - for standard input")
      .option("--table", "the steps as a table in place of the curves")
      .option("--columns <names>", "metrics of the table, separated by commas; more than once", columns)
      .option("--every <n>", "every n-th step of the table", countFrom1)
      .option("--csv <file>", "also write all numbers as step,metric,value; - for standard output")
      .option("--html <file>", "also write a report to be opened in a browser; it needs nothing else")
      .option(
        "--no-outputs",
        "do not read a job's evaluations, for the report or to compare two steps row by row",
      )
      .option("--force", "let --csv and --html replace a file")
      .option(
        "--fail-if <condition>",
        "exit 1 where it holds, as 'full_valid_mean_reward<0.6'; more than once",
        collect,
      )
      .option("--watch", "draw anew until every job is finished or paused")
      .option("--interval <seconds>", "time between two drawings", seconds, 30)
      .action(run("metrics")),
  evals: (command, run) =>
    command
      .summary("what the model answered in a job's evaluations, step against step")
      .description(
        "Reads the evaluations that the service made of a job: mean score and pass rate of each, and single outputs with their scores, step against step. What training has done to the answers shows here, a reward that is earned without answering above all.",
      )
      .argument("<job>", "a job id, or last for the newest of this folder")
      .option(
        "--step <list>",
        "steps whose outputs to show: first, best, recommended, last, or numbers (first,last)",
        evalSteps,
      )
      .addOption(
        command
          .createOption("--worst <n>", "show the rows with the lowest scores at the last of the steps")
          .argParser(countFrom1)
          .conflicts("top"),
      )
      .option("--top <n>", "show the rows with the highest scores there", countFrom1)
      .option("--changed", "only rows whose score has changed; the largest changes first")
      .addOption(
        command
          .createOption("--row <n>", "show one row, from 1")
          .argParser(countFrom1)
          .conflicts(["worst", "top", "changed"]),
      )
      .option("--full", "show whole texts; long ones are cut otherwise")
      .action(run("evals")),
} satisfies Grammar;
