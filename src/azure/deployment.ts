import { APIConnectionError } from "openai/core/error";
import * as z from "zod";
import { RftError } from "#errors.js";
import type { Deployment, DeploymentReply } from "#service/judge.js";
import { type Connection, isDated } from "./config.js";
import { networkFaultOf } from "./network-faults.js";
import { type ClientOptions, createTransport, minute } from "./transport.js";

/** What a deployment needs from outside. */
export interface DeploymentOptions extends ClientOptions {
  now(): number;
}

/** How often a request is sent: after that many refusals for lack of quota nobody can say when it would go through. */
const attempts = { "rate-limited": 10, other: 4 } as const;
const longestWait = 5 * minute;

/** Milliseconds that an answer may take: a model that reasons says nothing until it has done. */
export const answerTimeout = 10 * minute;

const count = z.number().catch(0);
const text = z.string().nullish().catch(null);
const toolCalls = z.array(z.json()).nonempty().optional().catch(undefined);
const usageAnswer = z
  .looseObject({
    prompt_tokens: count,
    completion_tokens: count,
    total_tokens: count,
    prompt_tokens_details: z.looseObject({ cached_tokens: count }).nullish().catch(null),
  })
  .transform(({ prompt_tokens, completion_tokens, total_tokens, prompt_tokens_details: details }) => ({
    prompt_tokens,
    completion_tokens,
    total_tokens,
    cached_tokens: details?.cached_tokens ?? 0,
  }));

const replyAnswer: z.ZodType<DeploymentReply> = z
  .looseObject({
    model: z.string(),
    choices: z.tuple(
      [
        z.looseObject({
          message: z.looseObject({ content: text, refusal: text, tool_calls: toolCalls }),
          finish_reason: text,
        }),
      ],
      z.unknown(),
    ),
    usage: usageAnswer.nullish().catch(null),
  })
  .transform(({ model, choices: [{ message, finish_reason: finishReason }], usage }) => ({
    model,
    content: message.content ?? null,
    refusal: message.refusal ?? null,
    finishReason: finishReason ?? null,
    usage: usage ?? null,
    ...(message.tool_calls && { toolCalls: message.tool_calls }),
  }));

/** Where chat completions of a deployment stand: the v1 path names it in the body, a dated one in the path. */
function addressOf(deployment: string, { apiVersion }: Connection): { path: string; body: object } {
  return apiVersion !== undefined && isDated(apiVersion)
    ? { path: `/deployments/${encodeURIComponent(deployment)}/chat/completions`, body: {} }
    : { path: "/chat/completions", body: { model: deployment } };
}

function mayBeRepeated({ code, status = 0, cause }: RftError): boolean {
  if (code === "unreachable") {
    // The SDK's own error does not cover an answer that was cut off in its body.
    return status >= 500 || cause instanceof APIConnectionError || networkFaultOf(cause) !== undefined;
  }
  return code === "rate-limited" || code === "timeout";
}

/** Milliseconds before the next try; undefined where there is to be none. */
function waitAfter(error: unknown, attempt: number): number | undefined {
  if (!(error instanceof RftError) || !mayBeRepeated(error)) return undefined;
  if (attempt >= (error.code === "rate-limited" ? attempts["rate-limited"] : attempts.other))
    return undefined;
  const wait = 1000 * (error.retryAfter ?? 2 ** (attempt - 1));
  return wait <= longestWait ? wait : undefined;
}

/**
 * A deployment that answers chat completions. Where the service says that the quota is used up, every request waits as long as it says, not
 * only the one that was refused.
 */
export function createDeployment(
  deployment: string,
  connection: Connection,
  options: DeploymentOptions,
): Deployment {
  const transport = createTransport(connection, options);
  const { path, body } = addressOf(deployment, connection);
  let closedUntil = 0;
  return {
    name: `${connection.baseUrl} ${deployment}`,
    async ask(request) {
      for (let attempt = 1; ; attempt++) {
        for (let left = closedUntil - options.now(); left > 0; left = closedUntil - options.now()) {
          await options.sleep(left);
        }
        try {
          return await transport.call(
            { method: "post", path, body: { ...body, ...request }, retry: false, timeout: answerTimeout },
            replyAnswer,
          );
        } catch (error) {
          const wait = waitAfter(error, attempt);
          if (wait === undefined) throw error;
          if (error instanceof RftError && error.code === "rate-limited") {
            closedUntil = Math.max(closedUntil, options.now() + wait);
          } else await options.sleep(wait);
        }
      }
    },
  };
}
