import type { Invocation } from "#cli/frame/invocation.js";
import type { CommandName } from "#cli/grammar/runner.js";

/** What a command's module exports. */
export interface CommandModule {
  /** Does the command's work, reports its own errors, and gives the exit code. */
  run(invocation: Invocation): Promise<number>;
}

/** One chunk per command, so that a command line pays only for its own command's imports. */
const commands: Readonly<Record<CommandName, () => Promise<CommandModule>>> = {
  "validate-data": () => import("#cli/commands/data/validate-data.js"),
  init: () => import("#cli/commands/grader/init.js"),
  "check-grader": () => import("#cli/commands/grader/check-grader.js"),
  grade: () => import("#cli/commands/grader/grade.js"),
  estimate: () => import("#cli/commands/job/estimate.js"),
  "files-list": () => import("#cli/commands/files/list.js"),
  "files-delete": () => import("#cli/commands/files/delete.js"),
  submit: () => import("#cli/commands/job/submit.js"),
  watch: () => import("#cli/commands/job/watch.js"),
  pause: () => import("#cli/commands/job/pause.js"),
  resume: () => import("#cli/commands/job/resume.js"),
  cancel: () => import("#cli/commands/job/cancel.js"),
  list: () => import("#cli/commands/look/list.js"),
  show: () => import("#cli/commands/look/show.js"),
  events: () => import("#cli/commands/look/events.js"),
  checkpoints: () => import("#cli/commands/look/checkpoints.js"),
  metrics: () => import("#cli/commands/result/metrics.js"),
  evals: () => import("#cli/commands/result/evals.js"),
  emulator: () => import("#cli/commands/local/emulator.js"),
  convert: () => import("#cli/commands/data/convert.js"),
  split: () => import("#cli/commands/data/split.js"),
  explain: () => import("#cli/commands/local/explain.js"),
  rules: () => import("#cli/commands/local/rules.js"),
  doctor: () => import("#cli/commands/local/doctor.js"),
  demo: () => import("#cli/commands/local/demo.js"),
};

export function loadCommand(name: CommandName): Promise<CommandModule> {
  return commands[name]();
}
