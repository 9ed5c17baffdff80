import { access } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { readDocument } from "#document/read-document.js";
import { type ConfigFile, readProfiles } from "./profile.js";
import type { Environment } from "./settings.js";

const configFileName = "rft.config.yaml";

/** Where to look for configuration. */
export interface ConfigPlace {
  cwd: string;
  environment: Environment;
  /** The only file to read, where the command line names one. */
  file?: string | undefined;
}

/**
 * The person's own folder: `$XDG_CONFIG_HOME/azure-rft` (XDG base directory specification 0.8), on Windows
 * `%APPDATA%\azure-rft`, else `~/.config/azure-rft`.
 */
function userFolder({ XDG_CONFIG_HOME: xdg, APPDATA: roaming, HOME: home }: Environment): string | undefined {
  // The XDG specification ignores a relative path.
  const base = [xdg, roaming].find((path) => path !== undefined && resolve(path) === path);
  if (base !== undefined) return join(base, "azure-rft");
  return home === undefined || home === "" ? undefined : join(home, ".config", "azure-rft");
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** The nearest configuration file in a folder or above it. */
async function projectFile(cwd: string): Promise<string | undefined> {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const path = join(folder, configFileName);
    if (await exists(path)) return path;
    if (dirname(folder) === folder) return undefined;
  }
}

/**
 * The configuration files in order of precedence: the project's (in the current folder or the nearest above it), then
 * the person's own. A missing one is skipped, unless the command line names it.
 * @throws RftError `input` where a file cannot be read or parsed, `configuration` for a fault in it
 */
export async function readConfigFiles({ cwd, environment, file }: ConfigPlace): Promise<ConfigFile[]> {
  if (file !== undefined) return [readProfiles(await readDocument(file, resolve(cwd, file)), true)];
  const found: ConfigFile[] = [];
  const project = await projectFile(cwd);
  const folder = userFolder(environment);
  const own = folder === undefined ? undefined : join(folder, configFileName);
  if (project !== undefined && project !== own) {
    found.push(readProfiles(await readDocument(relative(cwd, project), project), false));
  }
  if (own !== undefined && (await exists(own))) found.push(readProfiles(await readDocument(own, own), true));
  return found;
}
