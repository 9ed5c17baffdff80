import { RftError } from "#errors.js";
import { cloudOf } from "./cloud-of.js";
import { type Profile, isLoopback } from "./profile.js";
import {
  type ConnectionOptions,
  type Environment,
  type Setting,
  type Settings,
  resolveSettings,
  variables,
} from "./settings.js";

/** Where the service is and how requests are addressed and signed. */
export interface Connection {
  /** The URL before the operation's path, without a trailing slash: `https://R.openai.azure.com/openai/v1`. */
  baseUrl: string;
  /** The `api-version` query, if any. */
  apiVersion: string | undefined;
  /** The resource's key; without one, requests carry an Entra ID token. */
  apiKey: string | undefined;
  /** The scopes to ask Entra ID for, in this order, and the host to ask. */
  scopes: readonly [string, ...string[]];
  authorityHost: string;
}

const endpointForms =
  "https://R.openai.azure.com, https://R.services.ai.azure.com, https://R.cognitiveservices.azure.com " +
  "or https://R.services.ai.azure.com/api/projects/P";

/** A value safe to echo: somebody may have put a key, a token or a signed URL into the wrong variable. */
function shown(text: string): string {
  return /^[\w.:/-]{1,31}$/.test(text) ? `"${text}"` : `of ${text.length} characters`;
}

/** An endpoint or another setting safe to show: a URL without user info and query, anything else as `shown` has it. */
export function shownEndpoint(text: string): string {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return shown(text).replaceAll('"', "");
  const { origin, pathname } = new URL(text);
  return `${origin}${pathname}`;
}

function wrongEndpoint(
  message: string,
  hint = `Give the resource's or project's URL: ${endpointForms}.`,
): RftError {
  return new RftError("configuration", message, { hint });
}

/** The resource's or project's URL without `/openai...` and without a trailing slash. */
function parseEndpoint(text: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw wrongEndpoint(`the endpoint ${shown(text)} is not a URL`);
  }
  // User info or a query may hold a secret: the message does not repeat them.
  if (url.username !== "" || url.password !== "" || url.search !== "") {
    throw wrongEndpoint(`the endpoint at ${url.host} carries a user name or a query; neither belongs there`);
  }
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname))) {
    throw wrongEndpoint(
      `the endpoint ${url.origin} is not https: a key or token would travel unprotected`,
      "Write https://; plain http works for an emulator on this machine only.",
    );
  }
  url.pathname = url.pathname.replace(/\/+$/, "").replace(/\/openai(?:\/v1)?$/, "");
  return url;
}

/** A line break or typographic quote in a key would fail deep inside the request, in an error that shows the key. */
function checkedKey(key: Setting | undefined): string | undefined {
  if (key === undefined || /^[\x21-\x7e]+$/.test(key.value)) return key?.value;
  throw new RftError("configuration", `${key.from.name} holds a character that no key has`, {
    hint: "Copy the key again, without quotes, blanks or line breaks.",
  });
}

/** `v1` and `preview` are versions of the v1 path; a date selects the dated path. */
export function isDated(apiVersion: string): boolean {
  return /^\d{4}-\d{2}-\d{2}/.test(apiVersion);
}

function checkedVersion(apiVersion: string | undefined): string | undefined {
  if (apiVersion === undefined || isDated(apiVersion) || ["v1", "preview"].includes(apiVersion))
    return apiVersion;
  const message = `the API version ${shown(apiVersion)} is neither a date nor v1 nor preview`;
  throw new RftError("configuration", message, {
    hint: "Leave it out for the v1 path, or give a date such as 2025-04-01-preview.",
  });
}

/** The URL of a connection's resource or project, without its path style. */
export function endpointOf({ baseUrl }: Pick<Connection, "baseUrl">): string {
  return baseUrl.replace(/\/openai(?:\/v1)?$/, "");
}

/**
 * Checks the settings that were found and builds the connection from them.
 * @throws RftError `configuration` where no endpoint is given or something cannot be used.
 */
export function connectionOf({ endpoint, apiVersion, authority, apiKey }: Settings): Connection {
  if (endpoint === undefined) {
    throw new RftError("configuration", "no endpoint configured", {
      hint: `Set ${variables.endpoint} or give --endpoint (${endpointForms}). Without an account: rft emulator.`,
    });
  }
  const version = checkedVersion(apiVersion?.value);
  const url = parseEndpoint(endpoint.value);
  const root = `${url.origin}${url.pathname.replace(/\/$/, "")}/openai`;
  const { scopes, authorityHost } = cloudOf(authority?.value, url.hostname);
  return {
    baseUrl: version !== undefined && isDated(version) ? root : `${root}/v1`,
    apiVersion: version,
    apiKey: checkedKey(apiKey),
    scopes,
    authorityHost: `https://${authorityHost}`,
  };
}

/**
 * Resolves the connection from flags, then the environment, then a profile.
 * @throws RftError `configuration` where no endpoint is given or something cannot be used.
 */
export function resolveConnection(
  options: ConnectionOptions,
  environment: Environment,
  profile?: Profile,
): Connection {
  return connectionOf(resolveSettings(options, environment, profile));
}
