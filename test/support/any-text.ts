import fc from "fast-check";

const codePoint = fc
  .integer({ min: 0, max: 0x10ffff })
  .map((code) => String.fromCodePoint(code >= 0xd800 && code < 0xe000 ? code - 0x800 : code));

/** Texts of all code points. fast-check's own unit "binary" is the same, and takes two seconds to make ready. */
export const anyText = fc.string({ unit: codePoint });
