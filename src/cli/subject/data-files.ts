import { type DataFile, type FindOptions, findDataFiles } from "#dataset/read/source.js";
import { RftError } from "#errors.js";

/**
 * The single file behind a path, a pattern, a folder or `-`.
 * @throws RftError `usage` if there are several; what `findDataFiles` throws
 */
export async function findOneFile(path: string, options: FindOptions): Promise<DataFile> {
  const [file, ...more] = await findDataFiles([path], options);
  if (file && more.length === 0) return file;
  throw new RftError("usage", `${path}: more than one file`, { hint: "Name one .jsonl file." });
}

/**
 * Standard input can be read only once, so only one of a command's files can be `-`.
 * @throws RftError `usage` if several are
 */
export function refuseStdinTwice(files: readonly Pick<DataFile, "stdin">[]): void {
  if (files.filter(({ stdin }) => stdin === true).length <= 1) return;
  throw new RftError("usage", "standard input can be read once", { hint: "Give - once." });
}
