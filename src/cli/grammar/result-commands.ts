import type { Command } from "commander";
import type { Runner } from "./runner.js";

/** What tells what came of a job. */
export function addResultCommands(program: Command, run: Runner): void {
  program
    .command("metrics")
    .summary("reward curves and the best step of a run")
    .description(
      "Reads what a run measured, from a job or from its results.csv: rewards, best and recommended step.",
    )
    .argument("<sources...>", "job ids, last, results.csv files, or - for standard input")
    .action(run("metrics"));
}
