import { defineConfig } from "vitest/config";
import { builtInConstants } from "./scripts/built-in-constants.mjs";
import { reportAssets } from "./scripts/report-assets.mjs";

/** What scripts/packed-tables.mjs does: a packed table is a module of its bytes, unpacked. */
const brotliTables = {
  name: "brotli-tables",
  load: (id: string) =>
    id.endsWith(".br")
      ? `import { readFileSync } from "node:fs"; import { brotliDecompressSync } from "node:zlib";
         export default brotliDecompressSync(readFileSync(${JSON.stringify(id)}));`
      : undefined,
};

const { constants } = await reportAssets();

export default defineConfig({
  plugins: [brotliTables],
  define: { ...builtInConstants(), ...constants },
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/support/setup.ts"],
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
