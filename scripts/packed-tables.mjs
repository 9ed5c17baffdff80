import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { brotliDecompressSync } from "node:zlib";

/**
 * Makes `import table from "./x.br"` give the unpacked bytes, from a file of their own: the package's archive packs
 * them again, and the program need not unpack anything at start.
 * @param folder where the unpacked tables are written
 * @param url that folder as seen from the bundle's chunks, with a trailing slash
 */
export function packedTables(folder, url) {
  return {
    name: "packed-tables",
    load(id) {
      if (!id.endsWith(".br")) return undefined;
      const name = `${basename(id, ".br")}.bin`;
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, name), brotliDecompressSync(readFileSync(id)));
      const file = `new URL(${JSON.stringify(url + name)}, import.meta.url)`;
      return `import { readFileSync } from "node:fs"; export default readFileSync(${file});`;
    },
  };
}
