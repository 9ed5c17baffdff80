import type { Invocation } from "#cli/frame/invocation.js";
import type { CommandName } from "#cli/grammar/runner.js";

/** What a command's own module exports. */
export interface CommandModule {
  /** Does the command's work, reports its own errors, and gives the exit code. */
  run(invocation: Invocation): Promise<number>;
}

/** One chunk a command: a command line pays for the imports of its own command only. */
const commands: Readonly<Record<CommandName, () => Promise<CommandModule>>> = {
  "validate-data": () => import("#cli/commands/validate-data/validate-data.js"),
  init: () => import("#cli/commands/init.js"),
  "check-grader": () => import("#cli/commands/check-grader/check-grader.js"),
  grade: () => import("#cli/commands/grade.js"),
  estimate: () => import("#cli/commands/estimate.js"),
  "files-list": () => import("#cli/commands/files/list.js"),
  "files-delete": () => import("#cli/commands/files/delete.js"),
  submit: () => import("#cli/commands/submit/submit.js"),
  watch: () => import("#cli/commands/watch/watch.js"),
  pause: () => import("#cli/commands/change-state/pause.js"),
  resume: () => import("#cli/commands/change-state/resume.js"),
  cancel: () => import("#cli/commands/change-state/cancel.js"),
  list: () => import("#cli/commands/list.js"),
  show: () => import("#cli/commands/show.js"),
  events: () => import("#cli/commands/events.js"),
  checkpoints: () => import("#cli/commands/checkpoints.js"),
  metrics: () => import("#cli/commands/metrics/metrics.js"),
  evals: () => import("#cli/commands/evals.js"),
  emulator: () => import("#cli/commands/emulator.js"),
  convert: () => import("#cli/commands/convert.js"),
  split: () => import("#cli/commands/split.js"),
  explain: () => import("#cli/commands/explain.js"),
  doctor: () => import("#cli/commands/doctor.js"),
  demo: () => import("#cli/commands/demo/demo.js"),
};

/** Loads a command's module. */
export function loadCommand(name: CommandName): Promise<CommandModule> {
  return commands[name]();
}
