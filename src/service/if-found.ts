import { RftError } from "#errors.js";

/** What the service has under an id; undefined where it has nothing. Throws what else went wrong. */
export async function ifFound<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof RftError && error.code === "not-found") return undefined;
    throw error;
  }
}
