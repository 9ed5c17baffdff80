import { port, positiveNumber, wholeNumber } from "./option-values.js";
import type { Grammar } from "./runner.js";

/** Commands about this machine and this tool. */
export const localCommands = {
  doctor: (command, run) =>
    command
      .summary("is the service reached, signed in to, ready for a job?")
      .description(
        "Says where each setting was found and tries the way to the service step by step: proxy, name, certificate, sign-in, jobs, files, clock, region, quotas. Nothing is changed there. The exit code is that of the first check that failed.",
      )
      .action(run("doctor")),
  explain: (command, run) =>
    command
      .summary("what a finding means, why it costs, how to fix it")
      .description(
        "Prints the page of a finding: its definition, why it costs, the service's own words, how to fix it. Without a code: all codes.",
      )
      .argument("[code]", "the code that stands in brackets after a finding")
      .action(run("explain")),
  rules: (command, run) =>
    command
      .summary("the dated facts in force, each with its source")
      .description(
        "Prints what rft takes for true about the service: models, their training types, regions, serving and retirement, ranges, graders, prices, limits; each with its source and date. Facts older than 90 days are marked. --json has them whole; --rules <set> chooses the set.",
      )
      .action(run("rules")),
  emulator: (command, run) =>
    command
      .summary("the service's API on this machine; training is simulated")
      .description(
        "Serves the fine-tuning API on 127.0.0.1. Files and jobs are real; training is simulated and says so.",
      )
      .option("--port <n>", "port to listen on; 0 takes a free one", port, 0)
      .option("--data-dir <folder>", "where files and jobs are kept", ".rft-emulator")
      .option("--speed <n>", "simulated seconds that pass in one second", positiveNumber, 300)
      .option("--seed <n>", "seed of the simulation", wholeNumber, 1)
      .option("--drop-metadata", "as a service that keeps no metadata of jobs")
      .option(
        "--faults <file>",
        "what goes wrong with which requests, YAML or JSON (docs/emulator-faults.md)",
      )
      .action(run("emulator")),
  demo: (command, run) =>
    command
      .summary("the whole way on the emulator, with no account")
      .description(
        "Runs the real commands one after the other on the emulator, with a small data set of its own: validate, check, submit, watch, pause, resume, metrics.",
      )
      .option("--seed <n>", "seed of the simulation", wholeNumber, 1)
      .option("--keep", "leave the demo's folder for a look")
      .action(run("demo")),
} satisfies Grammar;
