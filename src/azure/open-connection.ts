import { type Connection, connectionOf } from "./config.js";
import { findProfile } from "./profile.js";
import { type Proxy, createFetch, proxyFor } from "./proxy.js";
import { readConfigFiles } from "./read-config-files.js";
import { type ConnectionOptions, type Environment, type Settings, resolveSettings } from "./settings.js";

export interface ConnectionRequest {
  flags: ConnectionOptions & { config?: string; profile?: string };
  environment: Environment;
  cwd: string;
  fetch: typeof globalThis.fetch;
  /** Milliseconds until an answer must begin, where more than five minutes. */
  answerTimeout?: number;
}

/** A connection, ready to be used. */
export interface OpenConnection {
  connection: Connection;
  /** Where each part of it was found. */
  settings: Settings;
  /** The given one, or one through a proxy. */
  fetch: typeof globalThis.fetch;
  proxy: Proxy | undefined;
}

/**
 * The settings from flags, environment and configuration files.
 * @throws RftError `configuration` or `input` for a fault in a file
 */
export async function findSettings({
  flags,
  environment,
  cwd,
}: Omit<ConnectionRequest, "fetch" | "answerTimeout">): Promise<Settings> {
  const files = await readConfigFiles({ cwd, environment, file: flags.config });
  return resolveSettings(flags, environment, findProfile(files, flags.profile));
}

/**
 * Resolves the connection, with its configuration files and its proxy; sends nothing.
 * @throws RftError `configuration` where it cannot be used
 */
export async function openConnection(request: ConnectionRequest): Promise<OpenConnection> {
  const settings = await findSettings(request);
  const connection = connectionOf(settings);
  const proxy = proxyFor(connection.baseUrl, request.environment);
  const fetch = await createFetch(request.fetch, { proxy, answerTimeout: request.answerTimeout });
  return { connection, settings, fetch, proxy };
}
