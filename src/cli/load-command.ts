import type { Invocation } from "./invocation.js";

/** What a command's own module exports. */
export interface CommandModule {
  /** Does the command's work, reports its own errors, and gives the exit code. */
  run(invocation: Invocation): Promise<number>;
}

/** One chunk a command: a command line pays for the imports of its own command only. */
const commands = {
  "validate-data": () => import("./commands/validate-data.js"),
  init: () => import("./commands/init.js"),
  "check-grader": () => import("./commands/check-grader.js"),
  grade: () => import("./commands/grade.js"),
  estimate: () => import("./commands/estimate.js"),
  "files-list": () => import("./commands/files/list.js"),
  "files-delete": () => import("./commands/files/delete.js"),
  submit: () => import("./commands/submit.js"),
  watch: () => import("./commands/watch.js"),
  pause: () => import("./commands/pause.js"),
  resume: () => import("./commands/resume.js"),
  cancel: () => import("./commands/cancel.js"),
  list: () => import("./commands/list.js"),
  show: () => import("./commands/show.js"),
  events: () => import("./commands/events.js"),
  checkpoints: () => import("./commands/checkpoints.js"),
  metrics: () => import("./commands/metrics.js"),
  evals: () => import("./commands/evals.js"),
  emulator: () => import("./commands/emulator.js"),
  convert: () => import("./commands/convert.js"),
  split: () => import("./commands/split.js"),
  explain: () => import("./commands/explain.js"),
  doctor: () => import("./commands/doctor.js"),
  demo: () => import("./commands/demo.js"),
} satisfies Record<string, () => Promise<CommandModule>>;

/** The commands that work in this version. */
export type CommandName = keyof typeof commands;

/** Loads a command's module. */
export function loadCommand(name: CommandName): Promise<CommandModule> {
  return commands[name]();
}
