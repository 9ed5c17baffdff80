import { closestName, didYouMean } from "#words/closest-name.js";
import { RftError } from "#errors.js";
import { type Cloud, clouds } from "#rules/clouds.js";

const [publicCloud] = clouds.value;

/** The cloud whose endpoint suffix this host has; undefined for a host that is not Azure's. */
export function cloudOfHost(hostname: string): Cloud | undefined {
  return clouds.value.find(({ endpointSuffixes }) =>
    endpointSuffixes.some((suffix) => hostname.toLowerCase().endsWith(suffix)),
  );
}

/** A mistyped Azure host with its suffix corrected; undefined where no suffix is close enough. */
export function probableHost(hostname: string): string | undefined {
  if (cloudOfHost(hostname)) return undefined;
  const [resource = "", ...rest] = hostname.split(".");
  const suffixes = clouds.value.flatMap(({ endpointSuffixes }) => endpointSuffixes);
  const closest = closestName(`.${rest.join(".")}`, suffixes);
  return closest === undefined ? undefined : `${resource}${closest}`;
}

/**
 * The cloud of an authority: a short name (`usgovernment`), a host or its URL. Without an authority, the cloud of the
 * endpoint's host, else the public one.
 * @throws RftError `configuration` where the authority is not Azure's: it would receive the person's credentials
 */
export function cloudOf(authority: string | undefined, hostname: string): Cloud {
  if (authority === undefined) return cloudOfHost(hostname) ?? publicCloud;
  const host = authority.replace(/^https:\/\//, "").replace(/\/+$/, "");
  const cloud = clouds.value.find(({ name, authorityHost }) => host === name || host === authorityHost);
  if (cloud) return cloud;
  const names = clouds.value.map(({ name }) => name);
  const shown = /^[\w.:/-]{1,60}$/.test(authority) ? `"${authority}"` : `of ${authority.length} characters`;
  throw new RftError("configuration", `the authority ${shown} is none of Azure's`, {
    hint:
      didYouMean(host, names) ??
      `Take one of ${clouds.value.map(({ name, authorityHost }) => `${name} (${authorityHost})`).join(", ")}.`,
  });
}
