import * as z from "zod";
import { type ErrorCode, RftError } from "#errors.js";
import type { RetryLimit, RetryPolicy } from "#retry/back-off.js";
import { retry } from "#retry/retry.js";
import type { Deployment, DeploymentReply } from "#service/judge.js";
import { type Connection, isDated } from "./config.js";
import { mayPass } from "./request-policy.js";
import { type ClientOptions, createTransport, minute } from "./transport.js";

export interface DeploymentOptions extends ClientOptions {
  now(): number;
}

/** Milliseconds allowed for an answer: a reasoning model sends nothing until it is done. */
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

/** A deployment's chat completions: the v1 path names the deployment in the body, a dated one in the path. */
function addressOf(deployment: string, { apiVersion }: Connection): { path: string; body: object } {
  return apiVersion !== undefined && isDated(apiVersion)
    ? { path: `/deployments/${encodeURIComponent(deployment)}/chat/completions`, body: {} }
    : { path: "/chat/completions", body: { model: deployment } };
}

function isQuota(error: unknown): boolean {
  return error instanceof RftError && error.code === "rate-limited";
}

/** Failures of the request itself; a failed sign-in has already had its own wait. */
const passing = new Set<ErrorCode>(["unreachable", "rate-limited", "timeout"]);

function limitOf(error: unknown): RetryLimit | undefined {
  if (!(error instanceof RftError) || !passing.has(error.code)) return undefined;
  const { code, cause } = error;
  // A stalled body ends in a timeout that is not the SDK's; a sign-in's own timeout has no cause.
  const passes = code === "timeout" ? cause !== undefined : mayPass(cause);
  return passes ? { tries: isQuota(error) ? 10 : 4 } : undefined;
}

/** After ten refusals for lack of quota, nobody can say when a request would go through. */
const policy: RetryPolicy = { first: 1, longest: 300, longestAsked: 300, limitOf };

/**
 * A deployment that answers chat completions. When the service says that the quota is used up, every request waits as
 * long as it asks, not only the refused one.
 */
export function createDeployment(
  deployment: string,
  connection: Connection,
  options: DeploymentOptions,
): Deployment {
  const transport = createTransport(connection, options);
  const { path, body } = addressOf(deployment, connection);
  let closedUntil = 0;
  const sleep = async (milliseconds: number, error: unknown) => {
    if (isQuota(error)) closedUntil = Math.max(closedUntil, options.now() + milliseconds);
    else await options.sleep(milliseconds);
  };
  return {
    name: `${connection.baseUrl} ${deployment}`,
    async ask(request) {
      const attempt = async () => {
        for (let left = closedUntil - options.now(); left > 0; left = closedUntil - options.now()) {
          await options.sleep(left);
        }
        const question = { ...body, ...request };
        return transport.call(
          { method: "post", path, body: question, retry: false, signAgain: true, timeout: answerTimeout },
          replyAnswer,
        );
      };
      return retry(attempt, policy, { sleep });
    },
  };
}
