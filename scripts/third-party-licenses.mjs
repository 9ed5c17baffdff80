import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The package folders whose code is in a bundle, by esbuild's metafiles. */
function bundledPackages(metafiles) {
  const folders = new Set();
  for (const { outputs } of metafiles) {
    for (const { inputs } of Object.values(outputs)) {
      for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
        const match = bytesInOutput > 0 && /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path);
        if (match) folders.add(match[1]);
      }
    }
  }
  return [...folders].toSorted((a, b) => a.localeCompare(b));
}

function licenseText(folder) {
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name));
  return file && readFileSync(join(folder, file), "utf8").trim();
}

/**
 * Writes the licence of every package in the bundles.
 * @throws Error where a package names no licence at all: what may not be shipped must not be.
 */
export function writeThirdPartyLicenses(metafiles, outfile) {
  const sections = bundledPackages(metafiles).map((folder) => {
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const text = existsSync(folder) ? licenseText(folder) : undefined;
    const license = manifest.license ?? manifest.licenses?.map(({ type }) => type).join(", ");
    if (!license && !text) throw new Error(`${manifest.name}@${manifest.version}: no licence found`);
    return `${manifest.name} ${manifest.version}\nLicence: ${license ?? "see below"}\n\n${text ?? "(The package carries no licence text of its own.)"}\n`;
  });
  const line = `\n${"-".repeat(80)}\n\n`;
  writeFileSync(outfile, `azure-rft contains code of these packages.\n${line}${sections.join(line)}`);
}
