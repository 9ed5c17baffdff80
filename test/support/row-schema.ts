import * as z from "zod";
import { functionName } from "#dataset/checks/message/tools.js";

const textPart = z.looseObject({ type: z.literal("text"), text: z.string() });

/** A string, or at least one part of type text. */
const content = z.union([z.string(), z.array(textPart).min(1)]);

const toolCall = z.looseObject({
  id: z.string(),
  type: z.literal("function"),
  function: z.looseObject({ name: z.string().min(1), arguments: z.string() }),
});

const speech = z.looseObject({ role: z.enum(["developer", "user"]), content });

/** An assistant's message that calls tools may go without content; null or an empty list calls none. */
const assistantCall = z.looseObject({
  role: z.literal("assistant"),
  content: content.nullish(),
  tool_calls: z.array(toolCall).min(1),
});
const assistantSpeech = z.looseObject({
  role: z.literal("assistant"),
  content,
  tool_calls: z.array(toolCall).length(0).nullish(),
});
const toolAnswer = z.looseObject({ role: z.literal("tool"), content, tool_call_id: z.string() });

const message = z.union([speech, assistantCall, assistantSpeech, toolAnswer]);
type Message = z.infer<typeof message>;

const tool = z.looseObject({
  type: z.literal("function"),
  function: z.looseObject({
    name: z.string().regex(functionName),
    parameters: z.record(z.string(), z.unknown()).optional(),
  }),
});

/** True where every tool message answers a call that an assistant's message made before it. */
function answersCalls(messages: readonly Message[]): boolean {
  const called = new Set<unknown>();
  return messages.every((one) => {
    if (one.role === "tool") return called.has(one["tool_call_id"]);
    const calls = one.role === "assistant" ? one["tool_calls"] : undefined;
    if (Array.isArray(calls)) for (const { id } of calls) called.add(id);
    return true;
  });
}

/**
 * A row that the service can train on, as far as the row alone can tell: the documented truth behind the
 * checks of messages, roles, content and tools, which are written by hand because they run on every row
 * (this schema would take half the time of parsing again). A test holds the two together.
 * Roles are those of the newest rule set; keys not named here are fields for the grader.
 * Source: Microsoft Learn, RFT how-to, 2025-05-11; messages and tools as in OpenAI's chat API 2.3.0.
 */
export const rowSchema = z.looseObject({
  messages: z
    .array(message)
    .refine((messages) => messages.at(-1)?.role === "user", "the last message is the user's")
    .refine(answersCalls, "a tool message answers a call before it"),
  tools: z.array(tool).nullish(),
});
