import type { FileCheck, RowCheck } from "./check.js";
import { answerInPromptCheck } from "./checks/answer-in-prompt.js";
import { contentCheck } from "./checks/content.js";
import { duplicateKeyCheck } from "./checks/duplicate-key.js";
import { exampleCountCheck } from "./checks/example-count.js";
import { fieldPresenceCheck } from "./checks/field-presence.js";
import { fileSizeCheck } from "./checks/file-size.js";
import { formatInPromptCheck } from "./checks/format-in-prompt.js";
import { graderReferencesCheck } from "./checks/grader-references.js";
import { lastMessageCheck } from "./checks/last-message.js";
import { loneSurrogateCheck } from "./checks/lone-surrogate.js";
import { messagesCheck } from "./checks/messages.js";
import { referenceBalanceCheck } from "./checks/reference-balance.js";
import { referenceFieldCheck } from "./checks/reference-field.js";
import { reservedFieldCheck } from "./checks/reserved-field.js";
import { responseFormatCheck } from "./checks/response-format.js";
import { riskyPhraseCheck } from "./checks/risky-phrase.js";
import { rolesCheck } from "./checks/roles.js";
import { secretCheck } from "./checks/secret.js";
import { toolCallsCheck } from "./checks/tool-calls.js";
import { toolsDifferCheck } from "./checks/tools-differ.js";
import { toolsCheck } from "./checks/tools.js";

/** The checks of single rows, in the order in which their findings on one line are reported. */
export const rowChecks: readonly RowCheck[] = [
  messagesCheck,
  rolesCheck,
  lastMessageCheck,
  contentCheck,
  toolCallsCheck,
  toolsCheck,
  responseFormatCheck,
  referenceFieldCheck,
  reservedFieldCheck,
];

/**
 * The checks that look beyond a row, in the order of their findings, which come after those above. What needs every
 * row of every file at hand stands in `compare-rows.ts`.
 */
export const fileChecks: readonly FileCheck[] = [
  fileSizeCheck,
  exampleCountCheck,
  duplicateKeyCheck,
  loneSurrogateCheck,
  graderReferencesCheck,
  fieldPresenceCheck,
  toolsDifferCheck,
  referenceBalanceCheck,
  answerInPromptCheck,
  formatInPromptCheck,
  riskyPhraseCheck,
  secretCheck,
];
