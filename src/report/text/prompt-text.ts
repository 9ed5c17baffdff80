import type { Rollout } from "#run/evals/read-rollout.js";
import { messageTexts } from "#dataset/row/message.js";
import type { JsonObject } from "#json/json-value.js";
import { maskSecrets } from "./mask-secrets.js";

/** The text of a prompt's last message: usually the question itself. */
export function lastMessageText(prompt: readonly JsonObject[]): string {
  const last = prompt.at(-1);
  return last ? messageTexts({ messages: [last] }).join("\n") : "";
}

/** True if an output repeats the whole question, which a grader that can be cheated often pays for. */
export function repeatsPrompt({ output, prompt }: Rollout): boolean {
  const question = lastMessageText(prompt).trim();
  return question.length > 20 && output.includes(question);
}

/** A row's reference fields, one a line: `answer: 42`; values that are not text as JSON, secrets masked. */
export function referenceLines(reference: JsonObject | undefined): string[] {
  return Object.entries(reference ?? {}).map(([field, value]) => {
    const shown = maskSecrets(value, field);
    return `${field}: ${typeof shown === "string" ? shown : JSON.stringify(shown)}`;
  });
}
