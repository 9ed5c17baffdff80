import { OpenAI } from "openai";
import { APIError } from "openai/core/error";
import type * as z from "zod";
import { parseJsonOrUndefined } from "#json/json-value.js";
import { retry as tryAgain } from "#retry/retry.js";
import type { Connection } from "./config.js";
import { type TokenSource, createTokenSource } from "./credential.js";
import { type FailedRequest, notThisApi, toRftError } from "./to-rft-error.js";
import { redact, withoutSecret } from "./redact.js";
import { requestPolicy } from "./request-policy.js";

/** One request as it went, for `--verbose`: never a header, a body or a query. */
export interface Trace {
  method: string;
  path: string;
  status?: number;
  requestId?: string;
  milliseconds: number;
}

/** What the client needs from outside. */
export interface ClientOptions {
  readonly fetch: typeof globalThis.fetch;
  /** Waits before a request is repeated; rejects where the run is aborted. */
  sleep(milliseconds: number): Promise<void>;
  /** The proxy that `fetch` goes through, for messages. */
  via?: string | undefined;
  signal?: AbortSignal;
  /** Told of each request after it is answered. */
  trace?(trace: Trace): void;
  /** Entra ID's tokens, where there is no key; DefaultAzureCredential by default. */
  tokens?: TokenSource;
}

/** A request to the service. */
export interface ApiRequest {
  method: "get" | "post" | "delete";
  /** Below the base URL, with a leading slash. */
  path: string;
  body?: object;
  query?: Record<string, string | number>;
  /** Beside those that sign it; only what `ownHeaders` names is sent. */
  headers?: Record<string, string>;
  /** False for a request whose effect would be doubled by sending it twice. */
  retry?: boolean;
  /** Milliseconds until an answer must have begun. */
  timeout?: number;
}

/** Sends requests and gives what their answers hold, or throws errors of the contract. */
export interface Transport {
  /** An answer in JSON, parsed by its shape. */
  call<T>(request: ApiRequest, shape: z.ZodType<T>, mapError?: typeof toRftError): Promise<T>;
  /** An answer as text. */
  text(request: ApiRequest): Promise<string>;
}

/** A minute in milliseconds. */
export const minute = 60_000;

/** Characters of a key that no other text has by chance; an emulator's may be a word. */
const shortestSecret = 16;

/** How long a whole exchange may take, repetitions and a slow body included. */
const deadlineFactor = 4;

/** Headers that a request is sent with; the SDK takes more of them from OPENAI_CUSTOM_HEADERS, meant for another service. */
const ownHeaders =
  /^(?:accept|aoai-evals|api-key|authorization|content-length|content-type|user-agent|x-stainless-.*)$/;

function keepOwnHeaders(headers: RequestInit["headers"]): Headers {
  return new Headers([...new Headers(headers)].filter(([name]) => ownHeaders.test(name)));
}

/**
 * The given `fetch`, traced, and never following a redirect: it would take the key to another host and send a create
 * request a second time.
 */
function guardedFetch(options: ClientOptions, signer: Signer): typeof globalThis.fetch {
  const { fetch } = options;
  return async (input, init) => {
    const started = performance.now();
    const url = new URL(input instanceof Request ? input.url : input);
    const report = (response?: Response) => {
      const requestId = response?.headers.get("apim-request-id");
      options.trace?.({
        method: init?.method?.toUpperCase() ?? "GET",
        path: url.pathname,
        ...(response && { status: response.status }),
        ...(requestId && { requestId: redact(requestId, signer.secret) }),
        milliseconds: Math.round(performance.now() - started),
      });
    };
    try {
      const response = await fetch(input, {
        ...init,
        headers: keepOwnHeaders(init?.headers),
        redirect: "manual",
      });
      report(response);
      return response;
    } catch (error) {
      report();
      throw error;
    }
  };
}

/** What signs requests: the key, or the token that was given last. */
interface Signer {
  secret: string | undefined;
}

/** The SDK's client with nothing left to the environment: it would read OPENAI_BASE_URL and others by itself. */
function createSdk(
  connection: Connection,
  options: ClientOptions,
  tokens: TokenSource,
  signer: Signer,
): OpenAI {
  const { apiKey, apiVersion, baseUrl } = connection;
  return new OpenAI({
    baseURL: baseUrl,
    apiKey: apiKey ?? (async () => (signer.secret = await tokens.token())),
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: "off",
    fetch: guardedFetch(options, signer),
    timeout: minute,
    // Its own repetitions wait as long as an answer asks, for hours, and no signal ends the wait.
    maxRetries: 0,
    ...(apiVersion !== undefined && { defaultQuery: { "api-version": apiVersion } }),
    // Azure takes a key in a header of its own.
    ...(apiKey !== undefined && { defaultHeaders: { "api-key": apiKey, Authorization: null } }),
  });
}

/**
 * Runs an exchange under a signal of its own, which follows the given one and a deadline. The SDK leaves a listener on
 * the signal it is handed at every request: on one signal for a day of watching they would pile up. And its own
 * time-out ends with the answer's headers: a body may stall for ever.
 */
async function withOwnSignal<T>(
  signal: AbortSignal | undefined,
  milliseconds: number,
  exchange: (own: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const follow = () => controller.abort(signal?.reason);
  const timer = setTimeout(() => controller.abort("deadline"), milliseconds);
  if (signal?.aborted === true) follow();
  signal?.addEventListener("abort", follow);
  try {
    return await exchange(controller.signal);
  } catch (error) {
    throw controller.signal.reason === "deadline" ? new DOMException("deadline", "TimeoutError") : error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", follow);
  }
}

function isPage(answer: string): boolean {
  return /^\s*<(?:!doctype|html)/i.test(answer);
}

function describeAnswer(answer: string, value: unknown): string {
  if (value !== undefined) return "JSON of another shape";
  if (isPage(answer)) return "an HTML page";
  return /^\s*[[{]/.test(answer) ? "a broken body" : "plain text";
}

/** Sends a request by the SDK, again where it may be, and gives its answer as text. */
function createSender(sdk: OpenAI, signer: Signer, options: ClientOptions) {
  return async (request: ApiRequest): Promise<string> => {
    const { method, path, timeout = minute, retry = true, body, query, headers } = request;
    return withOwnSignal(options.signal, timeout * (retry ? deadlineFactor : 2), async (signal) => {
      const given = { ...(body && { body }), ...(query && { query }), ...(headers && { headers }) };
      const once = async () => {
        const response = await sdk[method](path, { signal, timeout, ...given }).asResponse();
        // A gateway may repeat what it was sent: what signs never comes in again, whatever is done with an answer.
        return withoutSecret(await response.text(), signer.secret, shortestSecret);
      };
      return retry ? tryAgain(once, requestPolicy, { sleep: (wait) => options.sleep(wait) }) : once();
    });
  };
}

/** Requests by the SDK, repeated where they may be. */
export function createTransport(connection: Connection, options: ClientOptions): Transport {
  const tokens = options.tokens ?? createTokenSource({ ...connection, signal: options.signal });
  const signer: Signer = { secret: connection.apiKey };
  const send = createSender(createSdk(connection, options, tokens, signer), signer, options);
  const failed = ({ method, path }: ApiRequest): FailedRequest => ({
    method: method.toUpperCase(),
    path,
    baseUrl: connection.baseUrl,
    secret: signer.secret,
    via: options.via,
  });
  const text = async (request: ApiRequest): Promise<string> => {
    try {
      return await send(request);
    } catch (error) {
      const isExpired = error instanceof APIError && error.status === 401 && connection.apiKey === undefined;
      if (!isExpired || request.retry === false) throw error;
      // After a sleep, or a jump of the clock, a cached token may be over before its time.
      tokens.renew();
      return send(request);
    }
  };
  return {
    async call(request, shape, mapError = toRftError) {
      try {
        const answer = await text(request);
        // What is no JSON is undefined, which fits no shape.
        const value = parseJsonOrUndefined(answer);
        const parsed = shape.safeParse(value);
        if (!parsed.success) throw notThisApi(failed(request), describeAnswer(answer, value), parsed.error);
        return parsed.data;
      } catch (error) {
        throw mapError(error, failed(request));
      }
    },
    async text(request) {
      try {
        const answer = await text(request);
        if (isPage(answer)) throw notThisApi(failed(request), "an HTML page");
        return answer;
      } catch (error) {
        throw toRftError(error, failed(request));
      }
    },
  };
}
