import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { type DataFile, findDataFiles } from "../../dataset/source.js";
import { RftError } from "../../errors.js";
import { checkJob } from "../../job/check-job.js";
import { draftProject } from "../../job/draft-project.js";
import { readUsableJob } from "../../job/usable-job.js";
import { jsonDocument } from "../../report/json-document.js";
import { reportDraft } from "../../report/report-draft.js";
import type { Context } from "../context.js";
import { defineCommand } from "../define-command.js";
import { ExitCode } from "../exit-code.js";

interface Options {
  data?: string;
  validation?: string;
  output: string;
  force?: boolean;
}

async function findOne(path: string, { cwd }: Context, role: DataFile["role"]): Promise<DataFile> {
  const [file, ...more] = await findDataFiles([path], { cwd, role });
  if (file && more.length === 0 && file.stdin !== true) return file;
  throw new RftError("usage", `${path}: ${more.length > 0 ? "more than one file" : "not a file of rows"}`, {
    hint: "Name one .jsonl file.",
  });
}

/** `rft init --data train.jsonl` */
export const run = defineCommand<[], Options>("init", async (context, _, options) => {
  const { cwd, rules, signal } = context;
  if (options.data === undefined) {
    throw new RftError("usage", "no data to draft from", {
      hint: "Name the training rows: rft init --data train.jsonl.",
    });
  }
  const training = await findOne(options.data, context, "training");
  const validation =
    options.validation === undefined ? undefined : await findOne(options.validation, context, "validation");
  await mkdir(resolve(cwd, options.output), { recursive: true });
  const project = await draftProject({
    training,
    ...(validation && { validation }),
    folder: options.output,
    cwd,
    force: options.force === true,
    rules,
    signal,
  });
  const { findings, summary } = await checkJob(await readUsableJob(project.job, cwd), rules, signal);
  const ok = summary.errors === 0;
  const result = { ok, files: project.files, fields: project.uses, findings, summary };
  context.stdout.write(
    context.json ? jsonDocument("init", result) : reportDraft(result, project.job, context.style),
  );
  return ok ? ExitCode.ok : ExitCode.no;
});
