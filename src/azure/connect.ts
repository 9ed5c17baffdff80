import { setTimeout as delay } from "node:timers/promises";
import type { FineTuningApi } from "#service/api.js";
import { createClient } from "./client.js";
import { resolveConnection } from "./config.js";

/** How a program reaches the service; the environment is not read, except by Entra ID's sign-in. */
export interface ConnectOptions {
  /** The resource or project: `https://R.openai.azure.com`, `https://R.services.ai.azure.com/api/projects/P`. */
  endpoint: string;
  /** The resource's key; without one, Entra ID signs in (`az login`, managed identity, ...). */
  apiKey?: string;
  /** A date selects the dated path; the v1 path by default. */
  apiVersion?: string;
  /** Where to sign in: a cloud's name (`usgovernment`) or its authority host; by default the endpoint's own cloud. */
  authority?: string;
  /** Aborts requests in flight. */
  signal?: AbortSignal;
}

/**
 * The service's fine-tuning API for a program, as `watchJob` takes it. A create request is sent only once; errors are
 * `RftError`s with a code.
 * @throws RftError `configuration` where the endpoint or the key cannot be used
 */
export function connect({ apiKey, signal, ...flags }: ConnectOptions): FineTuningApi {
  const connection = resolveConnection(flags, { AZURE_OPENAI_API_KEY: apiKey });
  const sleep = async (milliseconds: number) => delay(milliseconds, undefined, { ...(signal && { signal }) });
  return createClient(connection, { fetch: globalThis.fetch, sleep, ...(signal && { signal }) });
}
