import { RftError } from "../errors.js";

/**
 * A source of Entra ID tokens for a scope, by DefaultAzureCredential (environment, managed identity, az login, ...).
 * The library is loaded at the first token: it is the heaviest import of this tool.
 */
export function createTokenSource(scope: string): () => Promise<string> {
  let provider: Promise<() => Promise<string>> | undefined;
  const load = async () => {
    const { DefaultAzureCredential, getBearerTokenProvider } = await import("@azure/identity");
    return getBearerTokenProvider(new DefaultAzureCredential(), scope);
  };
  return async () => {
    try {
      provider ??= load();
      return await (
        await provider
      )();
    } catch (error) {
      const [reason = "no reason given"] = (error instanceof Error ? error.message : String(error)).split(
        "\n",
      );
      throw new RftError("authentication", `not signed in: ${reason}`, {
        hint: "Set AZURE_OPENAI_API_KEY, or sign in with: az login",
        cause: error,
      });
    }
  };
}
