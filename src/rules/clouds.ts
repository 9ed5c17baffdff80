import type { Rule } from "./rule-set.js";

/** An Azure cloud: where users sign in, and the host suffixes of its endpoints. */
export interface Cloud {
  /** The short name for `--authority`. */
  readonly name: string;
  /** The host that issues tokens. */
  readonly authorityHost: string;
  /** The token scopes for a resource and for a project. */
  readonly scopes: { readonly resource: string; readonly project: string };
  readonly endpointSuffixes: readonly string[];
}

function cloud(name: string, authorityHost: string, domain: string): Cloud {
  return {
    name,
    authorityHost,
    scopes: {
      resource: `https://cognitiveservices.${domain}/.default`,
      project: `https://ai.${domain}/.default`,
    },
    endpointSuffixes: [`.openai.${domain}`, `.services.ai.${domain}`, `.cognitiveservices.${domain}`],
  };
}

/**
 * The clouds, the public one first. Foundry projects are documented for the public cloud and Azure Government; the
 * project scope of Azure China is inferred from the pattern of the others.
 */
export const clouds: Rule<readonly [Cloud, ...Cloud[]]> = {
  value: [
    cloud("public", "login.microsoftonline.com", "azure.com"),
    cloud("usgovernment", "login.microsoftonline.us", "azure.us"),
    cloud("china", "login.chinacloudapi.cn", "azure.cn"),
  ],
  source:
    "Microsoft Learn, Foundry in Azure Government; @azure/identity 4.13.1, AzureAuthorityHosts; azure-sdk-for-net, service scopes",
  date: "2026-09-24",
};
