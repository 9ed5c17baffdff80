import type { Check } from "./check.js";
import { contentCheck } from "./checks/content.js";
import { exampleCountCheck } from "./checks/example-count.js";
import { fieldPresenceCheck } from "./checks/field-presence.js";
import { fileSizeCheck } from "./checks/file-size.js";
import { graderReferencesCheck } from "./checks/grader-references.js";
import { lastMessageCheck } from "./checks/last-message.js";
import { messagesCheck } from "./checks/messages.js";
import { referenceFieldCheck } from "./checks/reference-field.js";
import { rolesCheck } from "./checks/roles.js";
import { toolCallsCheck } from "./checks/tool-calls.js";
import { toolsCheck } from "./checks/tools.js";

/** Every check of a data file, in the order in which their findings on one line are reported. */
export const checks: readonly Check[] = [
  fileSizeCheck,
  exampleCountCheck,
  messagesCheck,
  rolesCheck,
  lastMessageCheck,
  contentCheck,
  toolCallsCheck,
  toolsCheck,
  graderReferencesCheck,
  referenceFieldCheck,
  fieldPresenceCheck,
];
