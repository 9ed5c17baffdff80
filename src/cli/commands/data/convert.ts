import { resolve } from "node:path";
import { type FileConversion, convertFile } from "#dataset/convert/convert-file.js";
import type { ChangeKind } from "#dataset/convert/row-conversion.js";
import type { DataFile } from "#dataset/read/source.js";
import { RftError } from "#errors.js";
import { jsonDocument } from "#report/text/json-document.js";
import { reportConversion } from "#report/findings/report-conversion.js";
import type { Context } from "#cli/frame/context.js";
import { defineCommand } from "#cli/frame/define-command.js";
import type { OptionsOf } from "#cli/grammar/options-of.js";
import { ExitCode } from "#cli/host/exit-code.js";

type Options = OptionsOf<"convert">;

function inputOf(path: string, { cwd }: Context): DataFile {
  const stdin = path === "-";
  return { path, absolutePath: resolve(cwd, path), role: "training", ...(stdin && { stdin }) };
}

function outputOf(path: string): string {
  if (path !== "-") return path;
  throw new RftError("usage", "the rows cannot go to standard output, where the report goes", {
    hint: "Name a file: -o rows.jsonl.",
  });
}

/** The flags that name what was guessed. */
function guessedFlags({ changes }: FileConversion, { prompt, reference }: Options): string[] {
  const made = (kind: ChangeKind) => changes.some((change) => change.kind === kind);
  const flags: string[] = [];
  if (prompt === undefined && made("prompt-wrapped")) flags.push("--prompt");
  if (reference === undefined && made("reference-renamed")) flags.push("--reference");
  return flags;
}

/** `rft convert <in> -o <out>` */
export const run = defineCommand("convert", async (context, [path], options) => {
  const file = inputOf(path, context);
  const output = outputOf(options.output);
  const { force = false } = options;
  const target = {
    path: output,
    absolutePath: resolve(context.cwd, output),
    force,
    inputs: [file.absolutePath],
  };
  const result = await convertFile(file, target, {
    system: options.system,
    prompt: options.prompt,
    reference: options.reference,
    rules: context.rules,
    signal: context.signal,
    ...(file.stdin === true && { stdin: context.openStdin() }),
  });
  const ok = result.leftOut.length === 0;
  context.stdout.write(
    context.json
      ? jsonDocument("convert", { ok, ...result })
      : reportConversion(result, guessedFlags(result, options), context.style),
  );
  return ok ? ExitCode.ok : ExitCode.no;
});
