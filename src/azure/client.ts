import { openAsBlob } from "node:fs";
import { OpenAI } from "openai";
import type * as z from "zod";
import type { FineTuningApi, PageQuery } from "../job/api.js";
import { RftError } from "../errors.js";
import {
  checkpointPageAnswer,
  eventPageAnswer,
  fileAnswer,
  graderRunAnswer,
  jobAnswer,
  validatedGraderAnswer,
} from "./answers.js";
import { type Connection, isDated } from "./config.js";
import { createTokenSource } from "./credential.js";
import { type FailedRequest, notThisApi, toCreateError, toRftError } from "./errors.js";

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
  signal?: AbortSignal;
  /** Told of each request after it is answered. */
  trace?(trace: Trace): void;
}

interface ApiRequest {
  method: "get" | "post";
  path: string;
  body?: object;
  query?: Record<string, string | number>;
  /** False for a request whose effect would be doubled by sending it twice. */
  retry?: boolean;
  /** Milliseconds. */
  timeout?: number;
}

const minute = 60_000;

function tracedFetch(options: ClientOptions): typeof globalThis.fetch {
  const { fetch } = options;
  if (!options.trace) return fetch;
  return async (input, init) => {
    const started = performance.now();
    const url = new URL(input instanceof Request ? input.url : input);
    const report = (response?: Response) => {
      const requestId = response?.headers.get("apim-request-id");
      options.trace?.({
        method: init?.method?.toUpperCase() ?? "GET",
        path: url.pathname,
        ...(response && { status: response.status }),
        ...(requestId && { requestId }),
        milliseconds: Math.round(performance.now() - started),
      });
    };
    try {
      const response = await fetch(input, init);
      report(response);
      return response;
    } catch (error) {
      report();
      throw error;
    }
  };
}

/** The SDK's client with nothing left to the environment: it would read OPENAI_BASE_URL and others by itself. */
function createSdk(connection: Connection, options: ClientOptions): OpenAI {
  const { apiKey, apiVersion, baseUrl, scope } = connection;
  return new OpenAI({
    baseURL: baseUrl,
    apiKey: apiKey ?? createTokenSource(scope),
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: "off",
    fetch: tracedFetch(options),
    timeout: minute,
    maxRetries: 2,
    ...(apiVersion !== undefined && { defaultQuery: { "api-version": apiVersion } }),
    // Azure takes a key in a header of its own.
    ...(apiKey !== undefined && { defaultHeaders: { "api-key": apiKey, Authorization: null } }),
  });
}

function jobPath(id: string, rest = ""): string {
  return `/fine_tuning/jobs/${encodeURIComponent(id)}${rest}`;
}

/**
 * Runs a request under a signal of its own that follows the given one. The SDK leaves a listener on the signal it is
 * handed at every request: on one signal for a day of watching they would pile up.
 */
async function withOwnSignal<T>(
  signal: AbortSignal | undefined,
  request: (own: AbortSignal) => PromiseLike<T>,
): Promise<T> {
  const controller = new AbortController();
  const follow = () => controller.abort(signal?.reason);
  if (signal?.aborted === true) follow();
  signal?.addEventListener("abort", follow);
  try {
    return await request(controller.signal);
  } finally {
    signal?.removeEventListener("abort", follow);
  }
}

function describeAnswer(answer: unknown): string {
  if (typeof answer !== "string") return "something else";
  return /^\s*<(?:!doctype|html)/i.test(answer) ? "an HTML page" : "plain text";
}

function pageQuery({ after, limit }: PageQuery): Record<string, string | number> {
  return { ...(after !== undefined && { after }), ...(limit !== undefined && { limit }) };
}

// Azure v1 specification 31c65e1, runGrader and validateGrader; the dated specifications have neither.
function onV1Only(verb: string, apiVersion: string): RftError {
  return new RftError("configuration", `graders/${verb} does not stand on the path of ${apiVersion}`, {
    hint: "Leave the API version out (AZURE_OPENAI_API_VERSION, --api-version): the v1 path has it.",
  });
}

/** The service over the network, by key or Entra ID, on the v1 path or a dated one. */
export function createClient(connection: Connection, options: ClientOptions): FineTuningApi {
  const sdk = createSdk(connection, options);
  const requestOf = ({ method, path }: ApiRequest): FailedRequest => ({
    method: method.toUpperCase(),
    path,
    baseUrl: connection.baseUrl,
  });
  const send = async (request: ApiRequest): Promise<unknown> =>
    withOwnSignal(options.signal, (signal) =>
      sdk[request.method](request.path, {
        signal,
        ...(request.body && { body: request.body }),
        ...(request.query && { query: request.query }),
        ...(request.retry === false && { maxRetries: 0 }),
        ...(request.timeout !== undefined && { timeout: request.timeout }),
      }),
    );
  const call = async <T>(request: ApiRequest, shape: z.ZodType<T>, mapError = toRftError): Promise<T> => {
    try {
      const answer = await send(request);
      const parsed = shape.safeParse(answer);
      if (!parsed.success) throw notThisApi(requestOf(request), describeAnswer(answer), parsed.error);
      return parsed.data;
    } catch (error) {
      throw mapError(error, requestOf(request));
    }
  };
  const callGrader = async <T>(verb: "run" | "validate", body: object, shape: z.ZodType<T>): Promise<T> => {
    const { apiVersion } = connection;
    if (apiVersion !== undefined && isDated(apiVersion)) throw onV1Only(verb, apiVersion);
    return call(
      { method: "post", path: `/fine_tuning/alpha/graders/${verb}`, body, timeout: 3 * minute },
      shape,
    );
  };
  return {
    async uploadFile(path, filename) {
      const body = new FormData();
      body.append("purpose", "fine-tune");
      // A blob over the file: it is read while it is sent, never held whole.
      body.append("file", await openAsBlob(path, { type: "application/jsonl" }), filename);
      return call({ method: "post", path: "/files", body, retry: false, timeout: 30 * minute }, fileAnswer);
    },
    getFile: (id) => call({ method: "get", path: `/files/${encodeURIComponent(id)}` }, fileAnswer),
    async readFile(id) {
      const request: ApiRequest = { method: "get", path: `/files/${encodeURIComponent(id)}/content` };
      try {
        return await withOwnSignal(options.signal, async (signal) => {
          const response = await sdk.get(request.path, { signal }).asResponse();
          return response.text();
        });
      } catch (error) {
        throw toRftError(error, requestOf(request));
      }
    },
    createJob: (body) =>
      call({ method: "post", path: "/fine_tuning/jobs", body, retry: false }, jobAnswer, toCreateError),
    getJob: (id) => call({ method: "get", path: jobPath(id) }, jobAnswer),
    pauseJob: (id) => call({ method: "post", path: jobPath(id, "/pause") }, jobAnswer),
    resumeJob: (id) => call({ method: "post", path: jobPath(id, "/resume") }, jobAnswer),
    listEvents: (id, query = {}) =>
      call({ method: "get", path: jobPath(id, "/events"), query: pageQuery(query) }, eventPageAnswer),
    listCheckpoints: (id, query = {}) =>
      call(
        { method: "get", path: jobPath(id, "/checkpoints"), query: pageQuery(query) },
        checkpointPageAnswer,
      ),
    validateGrader: async (grader) => callGrader("validate", { grader }, validatedGraderAnswer),
    runGrader: async (request) => callGrader("run", request, graderRunAnswer),
  };
}
