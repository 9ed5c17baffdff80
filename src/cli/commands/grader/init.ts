import type { DataFile } from "#dataset/read/source.js";
import { RftError } from "#errors.js";
import type { TokenSpend } from "#grader/config/token-spend.js";
import { checkJob } from "#job/submit/check-job.js";
import { type DraftRequest, draftProject } from "#job/spec/draft-project.js";
import { readUsableJob } from "#job/spec/usable-job.js";
import { jsonDocument } from "#report/text/json-document.js";
import { reportDraft } from "#report/grader/report-draft.js";
import type { Context } from "#cli/frame/context.js";
import { findOneFile } from "#cli/subject/data-files.js";
import { defineCommand } from "#cli/frame/define-command.js";
import type { OptionsOf } from "#cli/grammar/options-of.js";
import { ExitCode } from "#cli/host/exit-code.js";

type Options = OptionsOf<"init">;

async function findRows(path: string, { cwd }: Context, role: DataFile["role"]): Promise<DataFile> {
  const file = await findOneFile(path, { cwd, role });
  if (file.stdin !== true) return file;
  throw new RftError("usage", "standard input cannot be drafted from: the rows are read twice", {
    hint: "Write them to a file first.",
  });
}

/** Drafts with a model; undefined if the draft should be made from the rows alone. */
async function openDrafter(
  context: Context,
  { describe: description, model }: Options,
): Promise<{ draft: NonNullable<DraftRequest["draft"]>; models(): TokenSpend[] } | undefined> {
  if (description === undefined && model === undefined) return undefined;
  if (description === undefined || model === undefined || description.trim() === "") {
    throw new RftError("usage", "--describe and --model go together", {
      hint: 'Say what the task is and which deployment drafts: --describe "Find the due date" --model gpt-4.1.',
    });
  }
  const { draftByModel } = await import("#grader/draft/draft-by-model.js");
  const deployment = await context.openDeployment(model);
  const { rules, progress } = context;
  let models: TokenSpend[] = [];
  return {
    models: () => models,
    async draft(fields, rows) {
      await progress.step(`Asking ${model} for a draft`);
      const drafted = await draftByModel(deployment, { description, fields, rows, rules });
      progress.done();
      models = drafted.models;
      return drafted;
    },
  };
}

/** `rft init --data train.jsonl` */
export const run = defineCommand("init", async (context, _, options) => {
  const { cwd, rules, signal } = context;
  if (options.data === undefined) {
    throw new RftError("usage", "no data to draft from", {
      hint: "Name the training rows: rft init --data train.jsonl.",
    });
  }
  const training = await findRows(options.data, context, "training");
  const validation =
    options.validation === undefined ? undefined : await findRows(options.validation, context, "validation");
  const drafter = await openDrafter(context, options);
  const project = await draftProject({
    training,
    ...(validation && { validation }),
    folder: options.output,
    cwd,
    force: options.force === true,
    rules,
    ...(drafter && { draft: drafter.draft }),
    signal,
  });
  const { findings, summary } = await checkJob(await readUsableJob(project.job, cwd, rules), rules, {
    today: context.now(),
    signal,
  });
  const ok = summary.errors === 0;
  const models = drafter?.models();
  const result = {
    ok,
    files: project.files,
    fields: project.uses,
    findings,
    summary,
    ...(models && { models }),
  };
  context.stdout.write(
    context.json ? jsonDocument("init", result) : reportDraft(result, project.job, context.style),
  );
  return ok ? ExitCode.ok : ExitCode.no;
});
