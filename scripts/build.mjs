// Builds dist/: the entry point with the command line's grammar, a chunk for each command and each heavy package, the
// library, its types, the job file's schema, and the licences of everything bundled.
import { execFileSync } from "node:child_process";
import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { rolldown } from "rolldown";
import { builtInConstants } from "./built-in-constants.mjs";
import { packedTables } from "./packed-tables.mjs";
import { makeTypesRelative } from "./relative-types.mjs";
import { reportAssets } from "./report-assets.mjs";
import { writeThirdPartyLicenses } from "./third-party-licenses.mjs";

rmSync("dist", { recursive: true, force: true });

const assets = await reportAssets();

const common = {
  platform: "node",
  // jsonc-parser's "main" is a UMD bundle whose requires cannot be bundled; its "module" can.
  resolve: { mainFields: ["module", "main"] },
  transform: { target: "node20.19", define: { ...builtInConstants(), ...assets.constants } },
};

/**
 * Replaces built-in modules that packages load at every start for something done here rarely or never; each costs a
 * tenth of `node -e 0`. commander can run subcommands as separate programs: none here is one. chalk asks whether it
 * writes to a terminal: only a character device can be one.
 */
const standIns = {
  "commander node:child_process": "export {};",
  "chalk node:tty": `
    import { fstatSync } from "node:fs";
    const isatty = (descriptor) =>
      fstatSync(descriptor).isCharacterDevice() && process.getBuiltinModule("node:tty").isatty(descriptor);
    export default { isatty };`,
};
const lightPackages = {
  name: "light-packages",
  resolveId(id, importer = "") {
    const [, name] = /[\\/]node_modules[\\/]([^\\/]+)[\\/]/.exec(importer) ?? [];
    return `${name} ${id}` in standIns ? `\0${name} ${id}` : undefined;
  },
  load: (id) => standIns[id.slice(1)],
};

/** Bundles with code splitting and returns the bundled modules' ids. `tables` is where the chunks find the tables. */
async function bundle(input, tables, output) {
  const plugins = [lightPackages, packedTables("dist/tables", tables)];
  const built = await rolldown({ ...common, input, plugins });
  const { output: chunks } = await built.write({ ...output, exports: "named", minify: true });
  await built.close();
  return chunks.flatMap((chunk) => chunk.moduleIds ?? []);
}

const programModules = await bundle({ rft: "bin/rft.ts" }, "../tables/", {
  dir: "dist",
  // CommonJS starts faster than ES modules: `rft --help` 1.41 against 1.66 times `node -e 0`, validate-data on three
  // rows 2.7 against 3.0; and bundled CommonJS packages (@azure/identity's above all) keep their require.
  format: "cjs",
  entryFileNames: "[name].cjs",
  chunkFileNames: "chunks/[name]-[hash].cjs",
  banner: ({ isEntry }) => (isEntry ? "#!/usr/bin/env node" : ""),
});
const faceModules = await bundle({ index: "src/index.ts" }, "../../tables/", {
  dir: "dist/library",
  format: "es",
  chunkFileNames: "chunks/[name]-[hash].js",
});

chmodSync("dist/rft.cjs", 0o755);
writeThirdPartyLicenses(
  [...programModules, ...faceModules, ...assets.moduleIds],
  "dist/THIRD-PARTY-LICENSES.txt",
);
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.types.json"], {
  stdio: "inherit",
});
makeTypesRelative("dist/types");

const { jobFileJsonSchema } = await import("../dist/library/index.js");
writeFileSync("dist/job-file.schema.json", `${JSON.stringify(jobFileJsonSchema(), null, 2)}\n`);
