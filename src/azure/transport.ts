import { OpenAI } from "openai";
import type * as z from "zod";
import { parseJsonOrUndefined } from "#json/json-value.js";
import { retry as tryAgain } from "#retry/retry.js";
import type { Connection } from "./config.js";
import { type FailedRequest, notThisApi, toRftError } from "./to-rft-error.js";
import { redact, withoutSecret } from "./redact.js";
import { requestPolicy } from "./request-policy.js";
import type { ServiceClock } from "./service-clock.js";
import { type SignIn, createSignIn } from "./sign-in.js";

/** One request for `--verbose`: never a header, a body or a query. */
export interface Trace {
  method: string;
  path: string;
  status?: number;
  requestId?: string;
  milliseconds: number;
}

export interface ClientOptions {
  readonly fetch: typeof globalThis.fetch;
  /** Waits before a retry; rejects when the run is aborted. */
  sleep(milliseconds: number): Promise<void>;
  /** The proxy that `fetch` goes through, for messages. */
  via?: string | undefined;
  signal?: AbortSignal;
  /** Called after each request, answered or failed. */
  trace?(trace: Trace): void;
  /** Hears what time each answer says it is. */
  clock?: Pick<ServiceClock, "hear">;
  /** Entra ID tokens for when there is no key, shared by all clients of a process; one's own by default. */
  signIn?: SignIn;
}

/** A request to the service. */
export interface ApiRequest {
  method: "get" | "post" | "delete";
  /** Relative to the base URL, with a leading slash. */
  path: string;
  body?: object;
  query?: Record<string, string | number>;
  /** Besides the ones that authenticate it; only headers that match `ownHeaders` are sent. */
  headers?: Record<string, string>;
  /** False for a request that must not take effect twice, or that the caller tries again itself. */
  retry?: boolean;
  /** False where it is not sent again for a 401 either; as `retry` by default. */
  signAgain?: boolean;
  /** Milliseconds until an answer must begin. */
  timeout?: number;
}

/** Sends requests and returns their answers' content, or throws errors of the contract. */
export interface Transport {
  /** A JSON answer, parsed by its shape. */
  call<T>(request: ApiRequest, shape: z.ZodType<T>, mapError?: typeof toRftError): Promise<T>;
  /** An answer as text. */
  text(request: ApiRequest): Promise<string>;
}

/** In milliseconds. */
export const minute = 60_000;

/** A key this long does not occur in other text by chance; an emulator's key may be a plain word. */
const shortestSecret = 16;

/** The time limit of a whole exchange, retries and a slow body included, in request timeouts. */
const deadlineFactor = 4;

/** The headers we send; the SDK adds others from OPENAI_CUSTOM_HEADERS, which are meant for another service. */
const ownHeaders =
  /^(?:accept|aoai-evals|api-key|authorization|content-length|content-type|user-agent|x-stainless-.*)$/;

function keepOwnHeaders(headers: RequestInit["headers"]): Headers {
  return new Headers([...new Headers(headers)].filter(([name]) => ownHeaders.test(name)));
}

/**
 * The given `fetch`, traced, and never following a redirect: that would take the key to another host and send a create
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
      options.clock?.hear(response.headers);
      report(response);
      return response;
    } catch (error) {
      report();
      throw error;
    }
  };
}

/** What authenticates requests: the key, or the latest token. */
interface Signer {
  secret: string | undefined;
}

/** The SDK's client with every option set: by default it reads OPENAI_BASE_URL and others from the environment. */
function createSdk(connection: Connection, options: ClientOptions, signIn: SignIn, signer: Signer): OpenAI {
  const { apiKey, apiVersion, baseUrl } = connection;
  return new OpenAI({
    baseURL: baseUrl,
    apiKey: apiKey ?? (async () => (signer.secret = await signIn.token())),
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: "off",
    fetch: guardedFetch(options, signer),
    timeout: minute,
    // The SDK's own retries wait as long as an answer asks, even for hours, and no signal ends the wait.
    maxRetries: 0,
    ...(apiVersion !== undefined && { defaultQuery: { "api-version": apiVersion } }),
    // Azure takes the key in its own header.
    ...(apiKey !== undefined && { defaultHeaders: { "api-key": apiKey, Authorization: null } }),
  });
}

/**
 * Runs an exchange under its own signal, which follows the given one and a deadline. The SDK leaves a listener on its
 * signal with every request: over a day of watching they would pile up on one signal. And the SDK's timeout stops at
 * the answer's headers, so a body could stall for ever.
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

/** Sends a request by the SDK, with retries where allowed, and returns the answer's text. */
function createSender(sdk: OpenAI, signer: Signer, options: ClientOptions) {
  return async (request: ApiRequest): Promise<string> => {
    const { method, path, timeout = minute, retry = true, body, query, headers } = request;
    return withOwnSignal(options.signal, timeout * (retry ? deadlineFactor : 2), async (signal) => {
      const given = { ...(body && { body }), ...(query && { query }), ...(headers && { headers }) };
      const once = async () => {
        const response = await sdk[method](path, { signal, timeout, ...given }).asResponse();
        // A gateway may echo what it was sent: mask the key or token here, whatever becomes of the answer.
        return withoutSecret(await response.text(), signer.secret, shortestSecret);
      };
      return retry ? tryAgain(once, requestPolicy, { sleep: (wait) => options.sleep(wait) }) : once();
    });
  };
}

function mayRepeat({ retry = true, signAgain = retry }: ApiRequest): boolean {
  return signAgain;
}

/** The cheapest request of the API, which changes nothing. */
const settling: ApiRequest = { method: "get", path: "/fine_tuning/jobs", query: { limit: 1 } };

/** Sends requests by the SDK, with retries where allowed. */
export function createTransport(connection: Connection, options: ClientOptions): Transport {
  const hasKey = connection.apiKey !== undefined;
  const signIn = options.signIn ?? createSignIn(connection, options.signal);
  const signer: Signer = { secret: connection.apiKey };
  const send = createSender(createSdk(connection, options, signIn, signer), signer, options);
  const failed = ({ method, path }: ApiRequest): FailedRequest => ({
    method: method.toUpperCase(),
    path,
    baseUrl: connection.baseUrl,
    secret: signer.secret,
    via: options.via,
    ...(!hasKey && { scopes: connection.scopes }),
  });
  const text = async (request: ApiRequest): Promise<string> =>
    hasKey || !mayRepeat(request) ? send(request) : signIn.signed(async () => send(request));
  /** A request that is sent only once must not find out the scope: a look does, before it. */
  const settle = async (request: ApiRequest): Promise<void> => {
    if (hasKey || mayRepeat(request) || signIn.taken !== undefined) return;
    try {
      await text(settling);
    } catch (error) {
      // Who may not list, or finds no list here, is signed in all the same.
      if (signIn.taken === undefined) throw toRftError(error, failed(settling));
    }
  };
  return {
    async call(request, shape, mapError = toRftError) {
      await settle(request);
      try {
        const answer = await text(request);
        // Text that is not JSON parses to undefined, which fits no shape.
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
