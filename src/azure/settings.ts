import { RftError } from "#errors.js";
import type { Profile } from "./profile.js";

/** The connection's flags; they win over the environment, which wins over a profile. */
export interface ConnectionOptions {
  endpoint?: string;
  apiVersion?: string;
  authority?: string;
}

/** Where a setting was found: a flag or a variable by its name, a profile by its name and file. */
type SettingOrigin =
  { kind: "flag" | "environment"; name: string } | { kind: "profile"; name: string; file: string };

/** A value and where it was found. */
export interface Setting {
  value: string;
  from: SettingOrigin;
}

/** How to reach the service, not yet validated. */
export interface Settings {
  endpoint?: Setting;
  apiVersion?: Setting;
  authority?: Setting;
  /** A secret: its origin may be shown, its value never. */
  apiKey?: Setting;
}

/** The environment variables that set the connection. */
export const variables = {
  endpoint: "AZURE_OPENAI_ENDPOINT",
  apiKey: "AZURE_OPENAI_API_KEY",
  apiVersion: "AZURE_OPENAI_API_VERSION",
  authority: "AZURE_AUTHORITY_HOST",
} as const;

const flags = { endpoint: "--endpoint", apiVersion: "--api-version", authority: "--authority" } as const;

export type Environment = Readonly<Record<string, string | undefined>>;

/** The key in the variable that a profile names. Only for that profile's own endpoint: a key goes nowhere else. */
function profileKey(profile: Profile, environment: Environment): Setting | undefined {
  if (profile.apiKeyVariable === undefined) return undefined;
  const value = environment[profile.apiKeyVariable]?.trim();
  if (value) return { value, from: { kind: "environment", name: profile.apiKeyVariable } };
  throw new RftError(
    "configuration",
    `the profile "${profile.name}" takes its key from ${profile.apiKeyVariable}, which is not set`,
    {
      hint: `Set ${profile.apiKeyVariable}, or remove api_key_env from ${profile.file} to sign in by Entra ID.`,
    },
  );
}

/**
 * Each setting from the flags, else from the environment, else from the profile.
 * @throws RftError `configuration` where the variable that the profile names for its key is not set
 */
export function resolveSettings(
  options: ConnectionOptions,
  environment: Environment,
  profile?: Profile,
): Settings {
  const variable = (name: string): Setting | undefined => {
    const value = environment[name]?.trim();
    return value ? { value, from: { kind: "environment", name } } : undefined;
  };
  const find = (name: "endpoint" | "apiVersion" | "authority"): Setting | undefined => {
    const given = options[name];
    if (given !== undefined) return { value: given, from: { kind: "flag", name: flags[name] } };
    const set = variable(variables[name]);
    const written = profile?.[name];
    if (set || written === undefined || !profile) return set;
    return { value: written, from: { kind: "profile", name: profile.name, file: profile.file } };
  };
  const endpoint = find("endpoint");
  const apiVersion = find("apiVersion");
  const authority = find("authority");
  const isOfProfile = endpoint?.from.kind === "profile";
  const apiKey =
    variable(variables.apiKey) ?? (profile && isOfProfile ? profileKey(profile, environment) : undefined);
  return {
    ...(endpoint && { endpoint }),
    ...(apiVersion && { apiVersion }),
    ...(authority && { authority }),
    ...(apiKey && { apiKey }),
  };
}
