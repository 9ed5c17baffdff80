import type { Command } from "@commander-js/extra-typings";
import { moment } from "./option-values.js";
import type { Grammar, Runner } from "./runner.js";

/** `files list` */
export const listFiles = (command: Command, run: Runner) =>
  command
    .summary("files, their size, and the jobs that name them")
    .description(
      "Lists the files of the service with the jobs that name them, and how much of the quota they take.",
    )
    .option("--unused", "only training and validation files that no job names")
    .option("--older-than <age>", "only files uploaded before: an age such as 7d, or a time", moment)
    .action(run("files-list"));

/** `files delete` */
export const deleteFiles = (command: Command, run: Runner) =>
  command
    .summary("delete files that no job names")
    .description("Deletes files by id, or all that no job names. A file that a job names is never deleted.")
    .argument("[ids...]", "file ids")
    .option("--unused", "all training and validation files that no job names")
    .option("--older-than <age>", "only files uploaded before: an age such as 7d, or a time", moment)
    .option("--dry-run", "say what would be deleted, and delete nothing")
    .action(run("files-delete"));

/** Commands that list and delete the service's files. */
export const fileCommands = {
  files(files, run) {
    listFiles(files.command("list"), run);
    deleteFiles(files.command("delete"), run);
    return files
      .summary("list and delete uploaded files")
      .description("Lists and deletes files at the service, which holds a limited number of them.");
  },
} satisfies Grammar;
