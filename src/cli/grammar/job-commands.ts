import type { Command } from "commander";
import { collect, moment, positiveNumber, seconds } from "./option-values.js";
import type { Runner } from "./runner.js";

/** What looks at a job and changes its state. */
export function addJobCommands(program: Command, run: Runner): void {
  program
    .command("watch")
    .summary("follow a job until it is finished or paused")
    .description(
      "Follows a job: status, events and rewards as they come. Ctrl-C stops the watching, never the job.",
    )
    .argument("[job]", "the job's id, or last: the newest of this folder")
    .option("--interval <seconds>", "time between two looks", seconds, 10)
    .option("--pause-when <rule>", "pause it by a rule such as plateau:5 or budget:500; repeatable", collect)
    .option(
      "--budget <dollars>",
      "warn at 50, 80 and 95% of it; budget:<dollars> as a rule pauses",
      positiveNumber,
    )
    .option("--job <file>", "take stop rules and prices of this job file too")
    .option("--once", "look once, tell what is new since the last time, and end: for cron and CI schedules")
    .option("--on-change <command>", "run this in the shell when something happens; RFT_* tell what")
    .option("--webhook <url>", "post JSON to this https address when something happens")
    .option("--replay <run>", "say where rules would have paused a past run: a results.csv or a job's id")
    .option("--since <time>", "tell only what came later: a time, or an age such as 90m or 6h", moment)
    .action(run("watch"));
  program
    .command("pause")
    .summary("pause a running job; a checkpoint is kept")
    .description("Pauses a running job after at least one trained step. The service keeps a checkpoint.")
    .argument("<job>", "the job's id, or last: the newest of this folder")
    .action(run("pause"));
  program
    .command("resume")
    .summary("let a paused job go on")
    .description(
      "Resumes a paused job. After the service's own pause at its spending limit no further limit applies.",
    )
    .argument("<job>", "the job's id, or last: the newest of this folder")
    .action(run("resume"));
}
