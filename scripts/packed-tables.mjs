import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { brotliDecompressSync } from "node:zlib";

/**
 * Makes `import table from "./x.br"` give the unpacked bytes, and puts those into a file of its own: the package's
 * archive packs them again, and a start of the program waits for no unpacking.
 * @param folder where the unpacked tables are put
 * @param url that folder as the chunks of the bundle name it, with a slash behind
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
