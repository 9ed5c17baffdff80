import type { FileCheck, RowCheck } from "./check.js";
import { answerInPromptCheck } from "#dataset/checks/answer-in-prompt.js";
import { contentCheck } from "#dataset/checks/content.js";
import { duplicateKeyCheck } from "#dataset/checks/duplicate-key.js";
import { exampleCountCheck } from "#dataset/checks/example-count.js";
import { fieldPresenceCheck } from "#dataset/checks/field-presence.js";
import { fileSizeCheck } from "#dataset/checks/file-size.js";
import { formatInPromptCheck } from "#dataset/checks/format-in-prompt.js";
import { graderReferencesCheck } from "#dataset/checks/grader-references.js";
import { lastMessageCheck } from "#dataset/checks/last-message.js";
import { loneSurrogateCheck } from "#dataset/checks/lone-surrogate.js";
import { messagesCheck } from "#dataset/checks/messages.js";
import { referenceBalanceCheck } from "#dataset/checks/reference-balance.js";
import { referenceFieldCheck } from "#dataset/checks/reference-field.js";
import { reservedFieldCheck } from "#dataset/checks/reserved-field.js";
import { responseFormatCheck } from "#dataset/checks/response-format.js";
import { riskyPhraseCheck } from "#dataset/checks/risky-phrase.js";
import { rolesCheck } from "#dataset/checks/roles.js";
import { secretCheck } from "#dataset/checks/secret.js";
import { toolCallsCheck } from "#dataset/checks/tool-calls.js";
import { toolsDifferCheck } from "#dataset/checks/tools-differ.js";
import { toolsCheck } from "#dataset/checks/tools.js";

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
