import { RftError, StateError } from "#errors.js";
import type { FileDeletion } from "#service/api.js";
import { type FileUsage, readFileUsage, selectFiles } from "#service/file-usage.js";
import { jsonDocument } from "#report/text/json-document.js";
import { count } from "#words/quantities.js";
import { reportDeletion } from "#report/job/report-files.js";
import { type Question, confirm } from "#cli/frame/confirm.js";
import type { Context } from "#cli/frame/context.js";
import { defineCommand } from "#cli/frame/define-command.js";
import type { OptionsOf } from "#cli/grammar/options-of.js";
import { serviceNow } from "#cli/frame/service-now.js";
import { ExitCode } from "#cli/host/exit-code.js";

type Options = OptionsOf<"files delete">;

/** Refuses training files that a job names, finished or not: an unfinished job would lose its run. */
function refuseUsed(usages: readonly FileUsage[]): void {
  const used = usages.filter(({ file, jobs }) => jobs.length > 0 && file.purpose === "fine-tune");
  if (used.length === 0) return;
  const named = used.map(({ file, jobs }) => `${file.id} (${jobs.join(", ")})`).join(", ");
  throw new StateError(`jobs name these files: ${named}`, {
    hint: "Delete files that no job names; rft files list --unused lists them.",
  });
}

async function choose(context: Context, ids: string[], { unused, olderThan }: Options): Promise<string[]> {
  if (ids.length > 0 === (unused === true)) {
    throw new RftError("usage", "say which files: ids, or --unused, and not both", {
      hint: "See them with: rft files list --unused",
    });
  }
  const api = await context.openApi();
  const usages = await readFileUsage(api);
  if (ids.length > 0) {
    refuseUsed(usages.filter(({ file }) => ids.includes(file.id)));
    return ids;
  }
  const before = olderThan?.(serviceNow(api, context));
  return selectFiles(usages, { unused: true, ...(before && { before }) }).map(({ file }) => file.id);
}

function questionOf(files: readonly string[]): Question {
  return {
    text: `Delete ${files.join(", ")}?`,
    unasked: `deleting ${count(files.length, "file")}, and nobody can be asked here`,
    unaskedHint: "Look with --dry-run, then say --yes.",
    otherwise: "nothing was deleted",
  };
}

/** `rft files delete [ids...]` */
export const run = defineCommand("files delete", async (context, [ids], options) => {
  const dryRun = options.dryRun === true;
  const chosen = await choose(context, ids, options);
  const isAsked = !dryRun && chosen.length > 0;
  if (isAsked && !(await confirm(context, questionOf(chosen)))) return ExitCode.no;
  const api = await context.openApi();
  const files: FileDeletion[] = [];
  for (const id of chosen) files.push(dryRun ? { id, deleted: false } : await api.deleteFile(id));
  context.stdout.write(
    context.json ? jsonDocument("files delete", { files, dryRun }) : reportDeletion(files, dryRun),
  );
  return ExitCode.ok;
});
