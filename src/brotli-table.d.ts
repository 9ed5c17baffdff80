/** A table packed by brotli: the build puts the bytes into a chunk of their own (scripts/build.mjs, vitest.config.ts). */
declare module "*.br" {
  const packed: Uint8Array;
  // The bundler's form for a module of bytes.
  // oxlint-disable-next-line import/no-default-export
  export default packed;
}
