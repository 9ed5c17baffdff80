import type { FileCheck, RowCheck } from "#dataset/checks/contract/check.js";
import { answerInPromptCheck } from "#dataset/checks/field/answer-in-prompt.js";
import { contentCheck } from "#dataset/checks/message/content.js";
import { duplicateKeyCheck } from "#dataset/checks/file/duplicate-key.js";
import { exampleCountCheck } from "#dataset/checks/file/example-count.js";
import { fieldPresenceCheck } from "#dataset/checks/field/field-presence.js";
import { fileSizeCheck } from "#dataset/checks/file/file-size.js";
import { formatInPromptCheck } from "#dataset/checks/message/format-in-prompt.js";
import { graderReferencesCheck } from "#dataset/checks/field/grader-references.js";
import { lastMessageCheck } from "#dataset/checks/message/last-message.js";
import { loneSurrogateCheck } from "#dataset/checks/message/lone-surrogate.js";
import { messagesCheck } from "#dataset/checks/message/messages.js";
import { referenceBalanceCheck } from "#dataset/checks/field/reference-balance.js";
import { referenceFieldCheck } from "#dataset/checks/field/reference-field.js";
import { reservedFieldCheck } from "#dataset/checks/field/reserved-field.js";
import { responseFormatCheck } from "#dataset/checks/message/response-format.js";
import { riskyPhraseCheck } from "#dataset/checks/message/risky-phrase.js";
import { rolesCheck } from "#dataset/checks/message/roles.js";
import { secretCheck } from "#dataset/checks/file/secret.js";
import { toolCallsCheck } from "#dataset/checks/message/tool-calls.js";
import { toolsDifferCheck } from "#dataset/checks/message/tools-differ.js";
import { toolsCheck } from "#dataset/checks/message/tools.js";

/** Checks of single rows, in the order in which their findings on one line are reported. */
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
 * Checks that look beyond a row, in the order of their findings, which come after those above. Whatever compares all
 * rows of all files is in `dataset/compare/compare-rows.ts`.
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
