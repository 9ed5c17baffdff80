import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The folders of the packages whose modules are bundled. */
function bundledPackages(moduleIds) {
  const folders = moduleIds.map(
    (id) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id.replace(/^\0/, ""))?.[1],
  );
  return [...new Set(folders.filter((folder) => folder !== undefined))].toSorted((a, b) =>
    a.localeCompare(b),
  );
}

function licenseText(folder) {
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name));
  return file && readFileSync(join(folder, file), "utf8").trim();
}

/** The licences of the packed tables: `x.license.txt` next to `x.br`. */
function tableLicenses(moduleIds) {
  const tables = [...new Set(moduleIds.filter((id) => id.endsWith(".br")))];
  return tables.map((id) => readFileSync(id.replace(/\.br$/, ".license.txt"), "utf8"));
}

/**
 * Writes the licence of every package and packed table in the bundles.
 * @throws Error if a package has no licence at all, and so must not be shipped
 */
export function writeThirdPartyLicenses(moduleIds, outfile) {
  const packages = bundledPackages(moduleIds).map((folder) => {
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const text = licenseText(folder);
    const license = manifest.license ?? manifest.licenses?.map(({ type }) => type).join(", ");
    if (!license && !text) throw new Error(`${manifest.name}@${manifest.version}: no licence found`);
    return `${manifest.name} ${manifest.version}\nLicence: ${license ?? "see below"}\n\n${text ?? "(The package carries no licence text of its own.)"}\n`;
  });
  const sections = [...packages, ...tableLicenses(moduleIds)];
  const line = `\n${"-".repeat(80)}\n\n`;
  writeFileSync(outfile, `azure-rft contains code and data of others.\n${line}${sections.join(line)}`);
}
