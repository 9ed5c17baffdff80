import { RftError } from "#errors.js";
import { isLoopback } from "./profile.js";
import type { Environment } from "./settings.js";

/** A proxy between this machine and a host. */
export interface Proxy {
  /** May hold a user name and password: never show it. */
  url: string;
  /** Host and port. */
  label: string;
  /** The variable that sets it. */
  variable: string;
}

const variables = ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"];

/**
 * True where an entry of NO_PROXY (`host`, `.domain`, `*.domain`, `host:port`, `*`) covers the host. Not by undici's
 * EnvHttpProxyAgent: it does not exempt `r.openai.azure.com` for `azure.com`, as curl does, warns on stderr that it is
 * experimental, and cannot say which route it takes, which doctor reports.
 */
function isExempt(url: URL, noProxy: string): boolean {
  const port = url.port || "443";
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== "")
    .some((entry) => {
      if (entry === "*") return true;
      const [, name = "", ownPort] = /^\*?(.+?)(?::(\d+))?$/.exec(entry) ?? [];
      if (ownPort !== undefined && ownPort !== port) return false;
      return url.hostname === name.replace(/^\./, "") || url.hostname.endsWith(`.${name.replace(/^\./, "")}`);
    });
}

/**
 * The proxy for a URL, from HTTPS_PROXY or HTTP_PROXY and NO_PROXY, in upper or lower case. This machine's own
 * addresses are never proxied.
 */
export function proxyFor(target: string, environment: Environment): Proxy | undefined {
  const url = new URL(target);
  const variable = variables.find((name) => environment[name]?.trim());
  if (variable === undefined || isLoopback(url.hostname)) return undefined;
  if (isExempt(url, environment["no_proxy"] ?? environment["NO_PROXY"] ?? "")) return undefined;
  const written = environment[variable]?.trim() ?? "";
  const proxyUrl = /^[a-z]+:\/\//i.test(written) ? written : `http://${written}`;
  const label = URL.canParse(proxyUrl) ? new URL(proxyUrl).host : "(not a URL)";
  return { url: proxyUrl, label, variable };
}

/** How a request travels where it differs from Node's own `fetch`. */
export interface Travel {
  proxy: Proxy | undefined;
  /** Milliseconds until an answer must begin; Node's own limit is five minutes. */
  answerTimeout: number | undefined;
}

/**
 * A `fetch` that goes through a proxy, or waits longer for an answer. Loads the library only where one of them is
 * needed.
 * @throws RftError `configuration` where the variable does not hold a proxy URL
 */
export async function createFetch(
  fetch: typeof globalThis.fetch,
  { proxy, answerTimeout }: Travel,
): Promise<typeof globalThis.fetch> {
  if (!proxy && answerTimeout === undefined) return fetch;
  if (proxy && (!URL.canParse(proxy.url) || !/^https?:/i.test(proxy.url))) {
    throw new RftError("configuration", `${proxy.variable} holds no URL of an HTTP proxy`, {
      hint: `Write it as http://host:port, or unset ${proxy.variable}.`,
    });
  }
  const { Agent, ProxyAgent } = await import("undici");
  const limits = answerTimeout === undefined ? {} : { headersTimeout: answerTimeout };
  const agent = proxy ? new ProxyAgent({ uri: proxy.url, ...limits }) : new Agent(limits);
  // Node's fetch and this package each bring their own copy of the type; the classes are compatible.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const dispatcher = agent as unknown as NonNullable<RequestInit["dispatcher"]>;
  return async (input, init) => fetch(input, { ...init, dispatcher });
}
