import { join, resolve } from "node:path";
import type { DataFile } from "#dataset/read/source.js";
import { type SplitTargets, splitFile } from "#dataset/split/split-file.js";
import { RftError } from "#errors.js";
import { jsonDocument } from "#report/text/json-document.js";
import { reportSplit } from "#report/findings/report-split.js";
import type { Context } from "#cli/frame/context.js";
import { defineCommand } from "#cli/frame/define-command.js";
import type { OptionsOf } from "#cli/grammar/options-of.js";
import { ExitCode } from "#cli/host/exit-code.js";

type Options = OptionsOf<"split">;

function inputOf(path: string, { cwd }: Context): DataFile {
  if (path !== "-") return { path, absolutePath: resolve(cwd, path), role: "training" };
  throw new RftError("usage", "standard input cannot be split: the rows are read twice", {
    hint: "Write them to a file first.",
  });
}

function targetsOf(options: Options, input: string, { cwd }: Context): SplitTargets {
  const { output, force = false } = options;
  const target = (path: string) => ({ path, absolutePath: resolve(cwd, path), force, inputs: [input] });
  const train = target(options.trainOut ?? join(output, "train.jsonl"));
  const validation = target(options.validationOut ?? join(output, "valid.jsonl"));
  const isFolderUsed = options.trainOut === undefined || options.validationOut === undefined;
  const folder = { path: output, absolutePath: resolve(cwd, output) };
  if (train.absolutePath !== validation.absolutePath) {
    return { train, validation, ...(isFolderUsed && { folder }) };
  }
  throw new RftError("usage", `${train.path}: both sides cannot go to one file`, {
    hint: "Give --train-out and --validation-out different names.",
  });
}

/** `rft split <in>` */
export const run = defineCommand("split", async (context, [path], options) => {
  const file = inputOf(path, context);
  const result = await splitFile(file, targetsOf(options, file.absolutePath, context), {
    share: options.validation,
    seed: options.seed,
    stratify: options.stratify,
    rules: context.rules,
    signal: context.signal,
  });
  const ok = result.leftOut.length === 0;
  context.stdout.write(
    context.json
      ? jsonDocument("split", { ok, ...result })
      : reportSplit(result, context.rules, context.style),
  );
  return ok ? ExitCode.ok : ExitCode.no;
});
