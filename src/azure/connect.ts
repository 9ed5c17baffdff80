import { setTimeout as delay } from "node:timers/promises";
import type { FineTuningApi } from "#service/api.js";
import { createClient } from "./client.js";
import { resolveConnection } from "./config.js";

/** How a program reaches the service; nothing is read from the environment. */
export interface ConnectOptions {
  /** The resource or project: `https://R.openai.azure.com`, `https://R.services.ai.azure.com/api/projects/P`. */
  endpoint: string;
  /** The resource's key; without one Entra ID is asked (`az login`, managed identity, ...). */
  apiKey?: string;
  /** A date for the dated path; absent: the v1 path. */
  apiVersion?: string;
  /** Where to sign in: a cloud's name (`usgovernment`) or its authority host; absent: the endpoint's own cloud. */
  authority?: string;
  /** Aborts what is under way. */
  signal?: AbortSignal;
}

/**
 * The service's fine-tuning API for a program: what `watchJob` follows. A create request is sent once; errors are
 * `RftError`s with a code.
 * @throws RftError `configuration` where the endpoint or the key cannot be used
 */
export function connect({ apiKey, signal, ...flags }: ConnectOptions): FineTuningApi {
  const connection = resolveConnection(flags, { AZURE_OPENAI_API_KEY: apiKey });
  const sleep = async (milliseconds: number) => delay(milliseconds, undefined, { ...(signal && { signal }) });
  return createClient(connection, { fetch: globalThis.fetch, sleep, ...(signal && { signal }) });
}
