import { RftError } from "#errors.js";
import type { Context } from "./context.js";

/** What a person is asked before something that costs money or cannot be undone. */
export interface Question {
  /** What to know before answering, on its own line. */
  before?: string;
  /** A whole question: `Cancel ftjob-1 for good?` */
  text: string;
  /** What must be typed where `y`, and so --yes, is not enough. */
  words?: string;
  /** Why nothing is done if nobody can be asked. */
  unasked: string;
  /** What to do then. */
  unaskedHint: string;
  /** The outcome if the answer is no: `the job goes on`. */
  otherwise: string;
}

type ConfirmContext = Pick<Context, "globals" | "json" | "isInteractive" | "stderr" | "ask" | "hint">;

/**
 * Asks whether to go on; --yes answers for the person, unless `words` must be typed.
 * @throws RftError `usage` if nobody can be asked, `interrupted` if no answer came
 */
export async function confirm(
  { globals, json, isInteractive, stderr, ask, hint }: ConfirmContext,
  { before, text, words, unasked, unaskedHint, otherwise }: Question,
): Promise<boolean> {
  const isYes = globals.yes === true;
  if (isYes && words === undefined) return true;
  if (isYes || !globals.input || json || !isInteractive()) {
    throw new RftError("usage", unasked, { hint: unaskedHint });
  }
  if (before !== undefined) stderr.write(`${before}\n`);
  const answer = await ask(words === undefined ? `${text} [y/N] ` : `${text} `);
  if (answer === undefined) throw new RftError("interrupted", `interrupted: ${otherwise}`);
  const agrees = (words === undefined ? ["y", "yes"] : [words]).includes(answer.trim().toLowerCase());
  if (!agrees) hint(otherwise);
  return agrees;
}
