import { RftError } from "#errors.js";
import type { RuleSet } from "#rules/rule-set.js";
import { type DataFile, type ReadOptions, readChunks } from "#dataset/read/source.js";
import { type OutputFile, type OutputTarget, openOutput } from "#files/write-file.js";
import { chooseColumns } from "./choose-columns.js";
import { type Conversion, convertRows } from "./convert-rows.js";
import { type Source, type SourceFormat, openSource } from "./open-source.js";
import type { ConvertOptions } from "./row-conversion.js";

export interface ConvertFileOptions extends ConvertOptions, ReadOptions {
  rules: RuleSet;
}

export interface FileConversion extends Conversion {
  input: string;
  format: SourceFormat;
  /** The path written to, as given; null if no row could be converted and nothing was written. */
  output: string | null;
}

/**
 * Converts a file into rows for reinforcement fine-tuning and writes them, all or none.
 * @throws RftError `input` if the file cannot be read, is empty or in another format, or the output cannot be written;
 * `usage` if a CSV file lacks the requested column, or the output path is taken
 */
export async function convertFile(
  file: DataFile,
  target: OutputTarget,
  options: ConvertFileOptions,
): Promise<FileConversion> {
  const chunks = readChunks(file, options);
  let output: OutputFile | undefined;
  try {
    const source = await openSource(chunks, file.path);
    refuseColumns(source, file.path, options);
    output = await openOutput(target);
    const conversion = await convertRows(source.rows, { ...options, output });
    if (conversion.written > 0) await output.commit();
    const path = conversion.written > 0 ? target.path : null;
    return { input: file.path, format: source.format, output: path, ...conversion };
  } finally {
    await output?.discard();
    await chunks.return(undefined);
  }
}

/** All records of a CSV file have the same columns, so a problem with them is reported once. */
function refuseColumns({ columns }: Source, path: string, options: ConvertOptions): void {
  if (!columns) return;
  const chosen = chooseColumns(columns, options);
  if (!("reason" in chosen)) return;
  throw new RftError("usage", `${path}: ${chosen.reason}`, {
    hint: "Name the columns with --prompt and --reference.",
  });
}
