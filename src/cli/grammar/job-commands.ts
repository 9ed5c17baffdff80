import { collect, countFrom1, moment, positiveNumber, seconds } from "./option-values.js";
import type { Grammar } from "./runner.js";

const jobWords = "the job's id, or last: the newest of this folder";
const wait = ["--wait", "return when the job stands as asked"] as const;
const timeout = ["--timeout <seconds>", "how long --wait waits; then exit code 3", seconds, 1800] as const;

/** Commands that follow a job or change its state. */
export const jobCommands = {
  watch: (command, run) =>
    command
      .summary("follow a job until it is finished or paused")
      .description(
        "Follows a job: status, events and rewards as they come. Ctrl-C stops the watching, never the job.",
      )
      .argument("[job]", jobWords)
      .option("--interval <seconds>", "time between two looks", seconds, 10)
      .option(
        "--pause-when <rule>",
        "pause it by a rule such as plateau:5 or budget:500; repeatable",
        collect,
      )
      .option(
        "--budget <dollars>",
        "warn at 50, 80 and 95% of it; budget:<dollars> as a rule pauses",
        positiveNumber,
      )
      .option("--job <file>", "take stop rules and prices of this job file too")
      .option("--once", "look once, tell what is new since the last time, and end: for cron and CI schedules")
      .option(
        "--exit-on-preemption",
        "exit 5 when the service preempts a developer tier job, instead of waiting for it to go on",
      )
      .option("--on-change <command>", "run this in the shell when something happens; RFT_* tell what")
      .option("--webhook <url>", "post JSON to this https address when something happens")
      .option("--replay <run>", "say where rules would have paused a past run: a results.csv or a job's id")
      .option(
        "--since <time>",
        "tell only what came later: a time (local), or an age such as 90m or 6h",
        moment,
      )
      .action(run("watch")),
  pause: (command, run) =>
    command
      .summary("pause a running job; a checkpoint is kept")
      .description("Pauses a running job after at least one trained step. The service keeps a checkpoint.")
      .argument("<job>", jobWords)
      .option(...wait)
      .option(...timeout)
      .action(run("pause")),
  resume: (command, run) =>
    command
      .summary("let a paused job go on")
      .description(
        "Resumes a paused job. After the service's own pause at its spending limit no further limit applies.",
      )
      .argument("<job>", jobWords)
      .option("--no-spending-limit", "with --yes: go on past the service's limit, where it has none any more")
      .option(...wait)
      .option(...timeout)
      .action(run("resume")),
  cancel: (command, run) =>
    command
      .summary("end a job for good; what was trained is billed")
      .description("Cancels a job. It says what will be billed and asks first; --yes answers.")
      .argument("<job>", jobWords)
      .option(...wait)
      .option(...timeout)
      .action(run("cancel")),
} satisfies Grammar;

/** Commands that only look at jobs. */
export const lookCommands = {
  list: (command, run) =>
    command
      .summary("the jobs of this resource, newest first")
      .description("Lists the fine-tuning jobs of the resource or project, newest first, all pages.")
      .option("--limit <n>", "the newest n only", countFrom1)
      .action(run("list")),
  show: (command, run) =>
    command
      .summary("one job: status, settings, files, model")
      .description("Shows one job as the service describes it.")
      .argument("<job>", jobWords)
      .action(run("show")),
  events: (command, run) =>
    command
      .summary("a job's log, oldest first")
      .description("Prints a job's log, oldest first; -f goes on until the job is finished or paused.")
      .argument("<job>", jobWords)
      .option("-f, --follow", "go on as events come")
      .option("--interval <seconds>", "time between two looks with -f", seconds, 10)
      .option("--limit <n>", "the newest n only", countFrom1)
      .action(run("events")),
  checkpoints: (command, run) =>
    command
      .summary("the states of a job's model that can be deployed")
      .description("Lists a job's checkpoints by step, with validation reward and the name to deploy.")
      .argument("<job>", jobWords)
      .action(run("checkpoints")),
} satisfies Grammar;
