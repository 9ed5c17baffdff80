import { RftError } from "#errors.js";

/** For a file in which no line is a row, where rows are needed. */
export function noRows(
  path: string,
  hint = "A CSV file or a JSON array becomes rows by rft convert.",
): RftError {
  return new RftError("input", `${path}: no line of it is a row`, { hint });
}
