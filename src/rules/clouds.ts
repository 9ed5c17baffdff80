import type { Rule } from "./rule-set.js";

/** An Azure cloud: where users sign in, and the host suffixes of its endpoints. */
export interface Cloud {
  /** The short name for `--authority`. */
  readonly name: string;
  /** The host that issues tokens. */
  readonly authorityHost: string;
  /** The token scopes to try, in this order, for resources and projects alike. */
  readonly scopes: readonly [string, ...string[]];
  readonly endpointSuffixes: readonly string[];
}

function scopeOf(service: "ai" | "cognitiveservices", domain: string): string {
  return `https://${service}.${domain}/.default`;
}

function cloud(
  name: string,
  authorityHost: string,
  domain: string,
  [first, second]: readonly ["ai" | "cognitiveservices", "ai" | "cognitiveservices"],
): Cloud {
  return {
    name,
    authorityHost,
    scopes: [scopeOf(first, domain), scopeOf(second, domain)],
    endpointSuffixes: [`.openai.${domain}`, `.services.ai.${domain}`, `.cognitiveservices.${domain}`],
  };
}

/**
 * The clouds, the public one first. Microsoft's pages disagree on the scope: the newest ask for `ai.azure.com` for
 * Azure OpenAI and Foundry endpoints (troubleshoot-errors, 2026-09-20; lifecycle, 2026-03-19), the v1 reference and the
 * page on webhooks (2026-01-31) for `cognitiveservices.azure.com`. So the newest is tried first, and the other where it
 * is refused. In Azure Government the order is inferred from the public cloud. In Azure China `ai.azure.cn` is itself
 * inferred from the pattern of the others, so it comes last.
 */
export const clouds: Rule<readonly [Cloud, ...Cloud[]]> = {
  value: [
    cloud("public", "login.microsoftonline.com", "azure.com", ["ai", "cognitiveservices"]),
    cloud("usgovernment", "login.microsoftonline.us", "azure.us", ["ai", "cognitiveservices"]),
    cloud("china", "login.chinacloudapi.cn", "azure.cn", ["cognitiveservices", "ai"]),
  ],
  source:
    "Microsoft Learn, Foundry: troubleshoot-errors; Foundry in Azure Government; @azure/identity 4.13.1, AzureAuthorityHosts; azure-sdk-for-net, service scopes",
  date: "2026-09-24",
};
