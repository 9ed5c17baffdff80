import { RftError } from "#errors.js";

/** The error for a file without a single row, where rows are needed. */
export function noRows(
  path: string,
  hint = "A CSV file or a JSON array becomes rows by rft convert.",
): RftError {
  return new RftError("input", `${path}: no line of it is a row`, { hint });
}
