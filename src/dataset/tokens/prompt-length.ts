import type { ModelRule } from "#rules/rule-set.js";
import type { FindingDraft } from "#dataset/row/finding-list.js";

/**
 * The finding for a prompt of this many tokens, which must fit into the model's context with the reasoning and the
 * answer; undefined if it takes at most half, or the rules give no context for the model.
 */
export function judgePromptLength(
  tokens: number,
  { name, contextTokens }: ModelRule,
): FindingDraft | undefined {
  if (contextTokens === undefined || tokens * 2 <= contextTokens) return undefined;
  const pointer = "/messages";
  if (tokens > contextTokens) {
    return {
      code: "prompt-too-long",
      severity: "error",
      write: () => ({
        message: `the prompt has ${tokens} tokens; ${name} takes ${contextTokens}, its answer included`,
        help: "Shorten the prompt, or leave the row out.",
        pointer,
      }),
    };
  }
  return {
    code: "prompt-too-long",
    severity: "warning",
    write: () => ({
      message: `the prompt has ${tokens} tokens, more than half of the ${contextTokens} that ${name} takes; its reasoning and its answer must fit in, too`,
      help: "Shorten the prompt: an answer that is cut off earns nothing.",
      pointer,
    }),
  };
}
