import * as z from "zod";
import { didYouMean } from "#words/closest-name.js";
import type { ConfigDocument } from "#document/config-document.js";
import { type FileSchema, parseFile } from "#document/schema-faults.js";
import { RftError } from "#errors.js";
import { isJsonObject } from "#json/json-value.js";
import { cloudOfHost } from "./cloud-of.js";

/** A named connection in a configuration file. */
export interface Profile {
  name: string;
  /** Its file, as shown to a person. */
  file: string;
  endpoint?: string;
  apiVersion?: string;
  authority?: string;
  /** The environment variable that holds the key. */
  apiKeyVariable?: string;
}

export interface ConfigFile {
  path: string;
  /** The profile to use where none is named. */
  defaultName: string | undefined;
  profiles: readonly Profile[];
}

/** A variable's name, not its value: a key put here by mistake looks different. */
const variableName = z.string().regex(/^(?=.{1,64}$)[A-Za-z_][A-Za-z0-9]*(?:_[A-Za-z0-9]{0,31})*$/);

const profileSchema = z.strictObject({
  endpoint: z.string().min(1).optional(),
  api_version: z.string().min(1).optional(),
  authority: z.string().min(1).optional(),
  api_key_env: variableName.optional(),
});

const configSchema = z.strictObject({
  default: z.string().optional(),
  profiles: z.record(z.string(), profileSchema),
});

const configFile: FileSchema<z.infer<typeof configSchema>> = {
  schema: configSchema,
  name: "the configuration file",
  start: "docs/connection.md shows one.",
  guide: "docs/connection.md says what stands where.",
  either: "a text",
  hideValues: true,
};

/** Names under which people store a secret. */
const secretKey = /^(?:azure_openai_)?(?:api[-_]?key|key|token|secret|password|bearer|credential|sas)$/i;

/** Refuses a secret in the file before anything else is reported, and does not repeat it. */
function refuseSecrets(document: ConfigDocument): void {
  const { value } = document;
  const profiles = isJsonObject(value) ? value["profiles"] : undefined;
  const places: [string[], unknown][] = [[[], value]];
  if (isJsonObject(profiles)) {
    for (const [name, profile] of Object.entries(profiles)) places.push([["profiles", name], profile]);
  }
  for (const [path, place] of places) {
    const key = isJsonObject(place) ? Object.keys(place).find((name) => secretKey.test(name)) : undefined;
    if (key === undefined) continue;
    const { line, column } = document.positionOf([...path, key]);
    throw new RftError(
      "configuration",
      `${document.path}:${line}:${column}: "${key}" stands in the configuration file, which is no place for a secret`,
      {
        hint: "Put the key into an environment variable and name it here: api_key_env: MY_KEY. If the file was shared, renew the key.",
      },
    );
  }
}

/** A file in a folder that was merely opened must not send a key or token to a stranger's host. */
function refuseForeignHosts(document: ConfigDocument, profiles: readonly Profile[]): void {
  for (const { name, endpoint } of profiles) {
    const url = endpoint !== undefined && URL.canParse(endpoint) ? new URL(endpoint) : undefined;
    if (!url || cloudOfHost(url.hostname) || isLoopback(url.hostname)) continue;
    const { line, column } = document.positionOf(["profiles", name, "endpoint"]);
    throw new RftError(
      "configuration",
      `${document.path}:${line}:${column}: the endpoint of "${name}" is at ${url.host}, which is not one of Azure's hosts`,
      {
        hint: "A project's file may name Azure's hosts only. Give this one by --endpoint, AZURE_OPENAI_ENDPOINT, --config or your own configuration file.",
      },
    );
  }
}

/** True for this machine's own addresses. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

function profileOf(name: string, file: string, written: z.infer<typeof profileSchema>): Profile {
  const { endpoint, api_version: apiVersion, authority, api_key_env: apiKeyVariable } = written;
  return {
    name,
    file,
    ...(endpoint !== undefined && { endpoint }),
    ...(apiVersion !== undefined && { apiVersion }),
    ...(authority !== undefined && { authority }),
    ...(apiKeyVariable !== undefined && { apiKeyVariable }),
  };
}

/**
 * Reads the profiles of a configuration file.
 * @param isOwn whether the person chose the file; one found in a project's folder may name only Azure's hosts
 * @throws RftError `configuration` with line and column for a fault in it
 */
export function readProfiles(document: ConfigDocument, isOwn: boolean): ConfigFile {
  refuseSecrets(document);
  const config = parseFile(document, configFile);
  const profiles = Object.entries(config.profiles).map(([name, written]) =>
    profileOf(name, document.path, written),
  );
  if (!isOwn) refuseForeignHosts(document, profiles);
  const { default: defaultName } = config;
  if (defaultName !== undefined && config.profiles[defaultName] === undefined) {
    const { line, column } = document.positionOf(["default"]);
    throw unknownProfile(`${document.path}:${line}:${column}: the default`, defaultName, profiles);
  }
  return { path: document.path, defaultName, profiles };
}

function unknownProfile(who: string, name: string, profiles: readonly Profile[]): RftError {
  const names = profiles.map((profile) => profile.name);
  const known = names.length === 0 ? "no file holds any (docs/connection.md)" : `known: ${names.join(", ")}`;
  return new RftError("configuration", `${who} names no profile: "${name}"`, {
    hint: didYouMean(name, names) ?? `Profiles: ${known}.`,
  });
}

/**
 * The named profile, from the first file that has it; without a name, the only profile or the default of the first
 * file that has either.
 * @throws RftError `configuration` where no file has the name
 */
export function findProfile(files: readonly ConfigFile[], name: string | undefined): Profile | undefined {
  const all = files.flatMap(({ profiles }) => profiles);
  if (name !== undefined) {
    const found = all.find((profile) => profile.name === name);
    if (found) return found;
    throw unknownProfile("--profile", name, all);
  }
  for (const { defaultName, profiles } of files) {
    const found = profiles.length === 1 ? profiles[0] : profiles.find((one) => one.name === defaultName);
    if (found) return found;
  }
  return undefined;
}
