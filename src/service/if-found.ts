import { RftError } from "#errors.js";

/** What the service has under an id; undefined if it has nothing. Other errors are rethrown. */
export async function ifFound<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof RftError && error.code === "not-found") return undefined;
    throw error;
  }
}
