import { RftError } from "#errors.js";
import type { Context } from "./context.js";

/** What a person is asked before something that costs or cannot be taken back. */
export interface Question {
  /** What is to be known before, a line of its own. */
  before?: string;
  /** As a sentence with its mark: `Cancel ftjob-1 for good?` */
  text: string;
  /** What is to be typed where `y`, and so --yes, is too little. */
  words?: string;
  /** Why nothing is done where nobody can be asked. */
  unasked: string;
  /** What helps then. */
  unaskedHint: string;
  /** How things are where the answer is no: `the job goes on`. */
  otherwise: string;
}

type ConfirmContext = Pick<Context, "globals" | "json" | "isInteractive" | "stderr" | "ask" | "hint">;

/**
 * Asks whether to go on; --yes answers. Says how things are where the person says no.
 * @throws RftError `usage` where nobody can be asked, `interrupted` where no answer came
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
