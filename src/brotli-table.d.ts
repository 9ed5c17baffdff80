/** A table packed by brotli, of which a program gets the unpacked bytes (scripts/packed-tables.mjs, vitest.config.ts). */
declare module "*.br" {
  const table: Buffer;
  // The bundler's form for a module of bytes.
  // oxlint-disable-next-line import/no-default-export
  export default table;
}
