import { RftError } from "../errors.js";
import { redact } from "./redact.js";

/** What the message of a credential's failure begins with, and the credential's name. */
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
export interface CredentialFailure {
  /** Empty where the message does not say who speaks. */
  credential: string;
  reason: string;
}

function readFailure(part: unknown): CredentialFailure {
  const message = part instanceof Error ? part.message : String(part);
  const speaker = speakers.find(([start]) => start.test(message));
  const own = speaker?.[1] === "" ? speaker[0].exec(message) : null;
  const rest = own ? message.slice(own[0].length) : message.replace(/^Error: /, "");
  const [first = ""] = rest.split(/\n|(?<=\.)\s/);
  return { credential: own?.[1] ?? speaker?.[1] ?? "", reason: redact(first.replace(/\.$/, "")) };
}

/**
 * Each credential that was tried and why it failed, from what @azure/identity threw: an AggregateAuthenticationError, or
 * the one error that ended the chain (a credential that is set up but refused).
 */
export function credentialFailures(error: unknown): CredentialFailure[] {
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

/** Who is asked for tokens, and for what. */
export interface TokenRequest {
  scope: string;
  /** `https://login.microsoftonline.com`, or another cloud's. */
  authorityHost: string;
}

/** Where Entra ID tokens come from. */
export interface TokenSource {
  /** A token that is good now; the same one for most of its life. */
  token(): Promise<string>;
  /** Forgets what is cached: the next token is asked for anew, after the service has refused the last one. */
  renew(): void;
}

/**
 * A source of Entra ID tokens for a scope, by DefaultAzureCredential (environment, managed identity, az login, ...).
 * The library is loaded at the first token: it is the heaviest import of this tool.
 */
export function createTokenSource({ scope, authorityHost }: TokenRequest): TokenSource {
  let provider: Promise<() => Promise<string>> | undefined;
  const load = async () => {
    const { DefaultAzureCredential, getBearerTokenProvider } = await import("@azure/identity");
    return getBearerTokenProvider(new DefaultAzureCredential({ authorityHost }), scope);
  };
  return {
    async token() {
      try {
        provider ??= load();
        return await (
          await provider
        )();
      } catch (error) {
        throw signInError(error);
      }
    },
    renew() {
      provider = undefined;
    },
  };
}
