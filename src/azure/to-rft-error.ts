import { APIConnectionTimeoutError, APIError, APIUserAbortError } from "openai/core/error";
import { type ErrorCode, type ErrorDetails, RftError } from "#errors.js";
import { roles } from "#rules/service-facts.js";
import { probableHost } from "./cloud-of.js";
import { causesOf, networkFaultOf } from "./network-faults.js";
import { redact } from "./redact.js";
import { secondsToWait } from "./retry-after.js";

/** Which request failed, for the message. */
export interface FailedRequest {
  method: string;
  path: string;
  baseUrl: string;
  /** The key or token that signed it: must never appear in a message. */
  secret?: string | undefined;
  via?: string | undefined;
  /** The scopes whose tokens were tried; absent with a key. */
  scopes?: readonly string[];
}

/** Codes that leave no doubt that the service created nothing. */
const clearNo = new Set<ErrorCode>([
  "refused",
  "authentication",
  "not-found",
  "rate-limited",
  "configuration",
]);

/** The code and message of an error body: `{error: {code, message}}`. */
function serviceWords(error: APIError): { code: string | undefined; message: string } {
  const body: unknown = error.error;
  const message =
    typeof body === "object" && body !== null && "message" in body && typeof body.message === "string"
      ? body.message
      : undefined;
  return { code: error.code ?? undefined, message: message ?? "the answer carries no reason" };
}

function codeOfStatus(status: number): ErrorCode {
  if (status === 401 || status === 403) return "authentication";
  if (status === 404) return "not-found";
  if (status === 408) return "timeout";
  if (status === 429) return "rate-limited";
  return status >= 500 ? "unreachable" : "refused";
}

/** Paths of Azure's resource manager: where models are deployed. */
const managerPath = /\/providers\/Microsoft\.CognitiveServices\//i;

/** What an account must be allowed, and what a key has to do with it. */
function forbiddenHint({ path, scopes }: FailedRequest): string {
  const isDeploying = managerPath.test(path);
  const { role, formerly, or } = isDeploying ? roles.value.deploying : roles.value.training;
  const needs = `${isDeploying ? "Deploying" : "Training"} needs the role ${role} (formerly ${formerly}), or ${or}.`;
  return scopes === undefined
    ? `The key may not do this here. Where keys are switched off, unset AZURE_OPENAI_API_KEY and sign in with: az login. ${needs}`
    : `The account may not do this here. ${needs} A new role takes some minutes to act.`;
}

function unauthorizedHint({ scopes }: FailedRequest): string {
  return scopes === undefined
    ? "Check AZURE_OPENAI_API_KEY; or unset it and sign in with: az login"
    : `Tokens for ${scopes.join(" and ")} were tried. Is it the resource's tenant? Sign in with: az login --tenant <tenant>. Or set AZURE_OPENAI_API_KEY.`;
}

function hintOfStatus(
  status: number,
  retryAfter: number | undefined,
  request: FailedRequest,
): string | undefined {
  switch (status) {
    case 401:
      return unauthorizedHint(request);
    case 403:
      return forbiddenHint(request);
    case 404:
      return `Check the id, and the endpoint: jobs and files of another resource or project are not found here (${request.baseUrl}).`;
    case 429:
      return `Wait ${retryAfter === undefined ? "a minute" : `${Math.ceil(retryAfter)} s`} and try again.`;
    default:
      if (status < 400)
        return "Redirects are not followed, a key must not travel on: give the endpoint itself.";
      return status >= 500 ? "The service has a fault; try again in a minute." : undefined;
  }
}

function answered(error: APIError, status: number, request: FailedRequest): RftError {
  const { code, message: words } = serviceWords(error);
  const said = (text: string) => redact(text, request.secret);
  const id = error.headers?.get("apim-request-id") ?? error.requestID;
  const requestId = id && said(id);
  const retryAfter = secondsToWait(error.headers);
  const hint = hintOfStatus(status, retryAfter, request);
  return new RftError(
    codeOfStatus(status),
    `${request.method} ${request.path} was answered ${status}${code === undefined || code === String(status) ? "" : ` ${said(code)}`}: ${said(words)}`,
    details({ hint, status, requestId, retryAfter, cause: error }),
  );
}

function details(given: { [K in keyof ErrorDetails]: ErrorDetails[K] | null | undefined }): ErrorDetails {
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined && value !== null),
  );
}

/** An answer that is not this API's JSON: a proxy's page, another server, a truncated body. */
export function notThisApi(request: FailedRequest, what: string, cause?: unknown): RftError {
  const message = `${request.method} ${request.path} was answered with ${what}, not with JSON of this API`;
  const hint = `Is ${request.baseUrl} an Azure OpenAI endpoint, and is no proxy or sign-in page in the way?`;
  return new RftError("unreachable", message, { hint, cause });
}

function isTimeout(error: unknown): boolean {
  return (
    error instanceof APIConnectionTimeoutError ||
    (error instanceof DOMException && error.name === "TimeoutError")
  );
}

/** Maps whatever the client threw to an error of the contract. */
export function toRftError(error: unknown, request: FailedRequest): unknown {
  const ours = causesOf(error).find((cause) => cause instanceof RftError);
  if (ours) return ours;
  if (isTimeout(error)) {
    const message = `${request.method} ${request.path}: no answer in time from ${placeOf(request)}`;
    return new RftError("timeout", message, { hint: "Try again; the service may be slow.", cause: error });
  }
  if (error instanceof APIUserAbortError || (error instanceof Error && error.name === "AbortError")) {
    return new RftError("interrupted", "interrupted", { cause: error });
  }
  if (error instanceof APIError && typeof error.status === "number")
    return answered(error, error.status, request);
  // What remains failed in transit: no connection, or one that dropped before or during the answer.
  return unreachable(error, request);
}

function placeOf({ baseUrl, via }: FailedRequest): string {
  return via === undefined ? baseUrl : `${baseUrl} through the proxy ${via}`;
}

function unreachable(error: unknown, request: FailedRequest): RftError {
  const { baseUrl, via } = request;
  const fault = networkFaultOf(error);
  const reason = fault ? `${fault.reason} (${fault.code})` : "the connection failed";
  const meant = fault?.code === "ENOTFOUND" ? probableHost(new URL(baseUrl).hostname) : undefined;
  const hint =
    (meant === undefined ? fault?.hint : `Did you mean ${meant}?`) ??
    `Check the endpoint and the network${via === undefined ? "" : ", and the proxy"}.`;
  return new RftError("unreachable", `cannot reach ${placeOf(request)}: ${reason}`, { hint, cause: error });
}

/**
 * A failure of the request that creates a job: where the request may have reached the service, the outcome is unknown,
 * and sending it again could start a second job.
 */
export function toCreateError(error: unknown, request: FailedRequest): unknown {
  const mapped = toRftError(error, request);
  if (!(mapped instanceof RftError)) return mapped;
  if (clearNo.has(mapped.code) || networkFaultOf(error)?.unsent === true) return mapped;
  return new RftError("outcome-unknown", `it is not known whether the job was created: ${mapped.message}`, {
    ...details({ status: mapped.status, requestId: mapped.requestId, cause: error }),
    hint: "Look for it in the portal's list of fine-tuning jobs before you submit again: a second job costs as much.",
  });
}
