import { RftError } from "../errors.js";
import { redact } from "./redact.js";

/** Each credential that was tried with the first sentence of why it failed; the chain's own message names none. */
function reasonsOf(error: unknown): string {
  const parts: unknown[] =
    error instanceof Error && "errors" in error && Array.isArray(error.errors) ? error.errors : [];
  const sentences = (parts.length > 0 ? parts : [error]).map((part) => {
    const [first = ""] = (part instanceof Error ? part.message : String(part)).split(/\n|(?<=\.)\s/);
    return first.replace(/\.$/, "");
  });
  return redact([...new Set(sentences)].join("; "));
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
export function createTokenSource(scope: string): TokenSource {
  let provider: Promise<() => Promise<string>> | undefined;
  const load = async () => {
    const { DefaultAzureCredential, getBearerTokenProvider } = await import("@azure/identity");
    return getBearerTokenProvider(new DefaultAzureCredential(), scope);
  };
  return {
    async token() {
      try {
        provider ??= load();
        return await (
          await provider
        )();
      } catch (error) {
        throw new RftError("authentication", `not signed in: ${reasonsOf(error)}`, {
          hint: "Set AZURE_OPENAI_API_KEY, or sign in with: az login",
          cause: error,
        });
      }
    },
    renew() {
      provider = undefined;
    },
  };
}
