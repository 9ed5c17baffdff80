import { RftError } from "#errors.js";
import { redact } from "./redact.js";

/** How each credential's failure message begins, and the credential's name; empty where the message itself names it. */
const speakers: readonly (readonly [start: RegExp, name: string])[] = [
  [/^(?:Error: )?(\w+Credential)\b(?: is unavailable\.?|: Authentication failed\.?|:)?\s*/, ""],
  [/^Visual Studio Code /, "VisualStudioCodeCredential"],
  [/^(?:Azure CLI|Please run 'az login')/, "AzureCliCredential"],
  [
    /^(?:Error: )?(?:Unable to execute PowerShell|Azure PowerShell|Azure\.Account|Please run 'Connect-AzAccount')/i,
    "AzurePowerShellCredential",
  ],
  [/^(?:Azure Developer CLI|Please run 'azd auth login')/, "AzureDeveloperCliCredential"],
];

/** One credential of the chain, and the first sentence of why it failed. */
interface CredentialFailure {
  /** Empty where the message names no credential. */
  credential: string;
  reason: string;
}

/** The library's message where a program printed nothing, including when it timed out. */
const nothingPrinted = /^Unexpected end of JSON input/;

function readFailure(part: unknown): CredentialFailure {
  const message = part instanceof Error ? part.message : String(part);
  if (nothingPrinted.test(message))
    return { credential: "", reason: "a program that was asked (az or azd) gave no token within a minute" };
  const speaker = speakers.find(([start]) => start.test(message));
  const own = speaker?.[1] === "" ? speaker[0].exec(message) : null;
  const rest = own ? message.slice(own[0].length) : message.replace(/^Error: /, "");
  const [first = ""] = rest.split(/\n|(?<=\.)\s/);
  return { credential: own?.[1] ?? speaker?.[1] ?? "", reason: redact(first.replace(/\.$/, "")) };
}

/**
 * Each credential that was tried and why it failed, from what @azure/identity threw: an AggregateAuthenticationError,
 * or the one error that ended the chain (from a credential that is set up but was rejected).
 */
function credentialFailures(error: unknown): CredentialFailure[] {
  const parts: unknown[] =
    error instanceof Error && "errors" in error && Array.isArray(error.errors) ? error.errors : [];
  return (parts.length > 0 ? parts : [error]).map(readFailure);
}

function describe({ credential, reason }: CredentialFailure): string {
  return credential === "" ? reason : `${credential}: ${reason}`;
}

/** The failure of a sign-in, with what was tried. */
export function signInError(error: unknown): RftError {
  const failures = credentialFailures(error);
  const tried = failures.map(describe).join("; ");
  const count = failures.length === 1 ? "" : `none of ${failures.length} credentials worked: `;
  return new RftError("authentication", `not signed in: ${count}${tried}`, {
    hint: "Sign in with: az login. Or set AZURE_OPENAI_API_KEY.",
    cause: error,
  });
}

export interface TokenRequest {
  scope: string;
  /** `https://login.microsoftonline.com`, or another cloud's. */
  authorityHost: string;
  /** Aborts a sign-in in progress. */
  signal?: AbortSignal | undefined;
}

/** Where Entra ID tokens come from. */
export interface TokenSource {
  /** A token that is valid now; cached for most of its lifetime. */
  token(): Promise<string>;
  /** Drops the cached token after the service has rejected it: the next call fetches a new one. */
  renew(): void;
}

/** Milliseconds allowed for a program such as az, and for a whole sign-in, on which the library sets no limit. */
const programTimeout = 60_000;
const signInTimeout = 2 * 60_000;

/** The work's outcome, or the signal's reason on abort: not every part of a sign-in heeds a signal. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const over = new AbortController();
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { signal: over.signal });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    // A signal that lives for a day of watching must not collect a listener per request.
    over.abort();
  }
}

/**
 * A source of Entra ID tokens for a scope, by DefaultAzureCredential (environment, managed identity, az login, ...).
 * The library loads with the first token, because it is this tool's heaviest import.
 */
export function createTokenSource({ scope, authorityHost, signal }: TokenRequest): TokenSource {
  const load = async (abortSignal: AbortSignal) => {
    const { DefaultAzureCredential, getBearerTokenProvider } = await import("@azure/identity");
    const credential = new DefaultAzureCredential({ authorityHost, processTimeoutInMs: programTimeout });
    return getBearerTokenProvider(credential, scope, { abortSignal });
  };
  const open = () => {
    const controller = new AbortController();
    if (signal?.aborted === true) controller.abort(signal.reason);
    signal?.addEventListener("abort", () => controller.abort(signal.reason), { once: true });
    return { controller, provider: load(controller.signal) };
  };
  let opened: ReturnType<typeof open> | undefined;
  return {
    async token() {
      opened ??= open();
      const { controller, provider } = opened;
      const timer = setTimeout(() => controller.abort("deadline"), signInTimeout);
      try {
        return await orAborted((await provider)(), controller.signal);
      } catch (error) {
        opened = undefined;
        if (signal?.aborted === true) throw new RftError("interrupted", "interrupted", { cause: error });
        throw controller.signal.reason === "deadline" ? lateSignIn(authorityHost) : signInError(error);
      } finally {
        clearTimeout(timer);
      }
    },
    renew() {
      opened = undefined;
    },
  };
}

function lateSignIn(authorityHost: string): RftError {
  const minutes = signInTimeout / 60_000;
  return new RftError("timeout", `not signed in: no token in ${minutes} minutes (${authorityHost})`, {
    hint: "Is a firewall or a missing proxy (HTTPS_PROXY) in the way? Try: az account get-access-token",
  });
}
