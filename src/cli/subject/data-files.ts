import { type DataFile, type FindOptions, findDataFiles } from "#dataset/read/source.js";
import { RftError } from "#errors.js";

/**
 * The one file behind a path, a pattern, a folder or `-`.
 * @throws RftError `usage` where there are more; what `findDataFiles` throws
 */
export async function findOneFile(path: string, options: FindOptions): Promise<DataFile> {
  const [file, ...more] = await findDataFiles([path], options);
  if (file && more.length === 0) return file;
  throw new RftError("usage", `${path}: more than one file`, { hint: "Name one .jsonl file." });
}

/**
 * Standard input ends for good: it can be one of a command's files.
 * @throws RftError `usage` where it is meant to be several
 */
export function refuseStdinTwice(files: readonly Pick<DataFile, "stdin">[]): void {
  if (files.filter(({ stdin }) => stdin === true).length <= 1) return;
  throw new RftError("usage", "standard input can be read once", { hint: "Give - once." });
}
