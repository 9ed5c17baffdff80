import { isAsciiText, textOfBytes, bytesOfText } from "#json/byte-text.js";
import { fingerprint } from "#dataset/row/value-fingerprint.js";

/** Folds differences of case and white space. */
export function foldText(text: string): string {
  return text.toLowerCase().replaceAll(/\s+/g, " ").trim();
}

/** The hash of the folded texts. */
export function foldedFingerprint(texts: readonly string[], encoded: boolean): number {
  const folded = texts.map((text) =>
    isAsciiText(text) ? foldText(text) : bytesOfText(foldText(encoded ? textOfBytes(text) : text)),
  );
  return fingerprint(folded, "bytes").hash;
}
