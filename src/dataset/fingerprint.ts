import type { JsonValue } from "../json.js";

/** A value's hash, and its size in characters, keys included. */
export interface Fingerprint {
  /** 53 bits, so a plain number. */
  hash: number;
  size: number;
}

/**
 * Hashes a JSON value of any size and depth without recursion. Equal values have equal hashes where their
 * keys stand in the same order; different values share one by a chance of about one in 2^53 a pair.
 */
export function fingerprint(value: JsonValue): Fingerprint {
  const hash = createHash();
  const waiting: JsonValue[] = [value];
  for (;;) {
    const here = waiting.pop();
    if (here === undefined) return hash.finish();
    if (Array.isArray(here)) {
      hash.add(`[${here.length}`);
      for (const element of here) waiting.push(element);
    } else if (typeof here === "object" && here !== null) {
      const entries = Object.entries(here);
      hash.add(`{${entries.length}`);
      for (const [key, part] of entries) {
        hash.add(`:${key}`);
        waiting.push(part);
      }
    } else {
      hash.add(typeof here === "string" ? `"${here}` : String(here));
    }
  }
}

/** Two 32-bit lanes of multiply and xor (after cyrb53, public domain, by bryc), fed piece by piece. */
function createHash() {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  let size = 0;
  return {
    add(text: string): void {
      for (let position = 0; position < text.length; position++) {
        const code = text.charCodeAt(position);
        high = Math.imul(high ^ code, 2654435761);
        low = Math.imul(low ^ code, 1597334677);
      }
      // The length parts pieces from each other: "ab", "c" is not "a", "bc".
      high = Math.imul(high ^ text.length, 2246822507);
      low = Math.imul(low ^ text.length, 3266489909);
      size += text.length;
    },
    finish(): Fingerprint {
      const first = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
      const second =
        Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(first ^ (first >>> 13), 3266489909);
      return { hash: 4294967296 * (2097151 & second) + (first >>> 0), size };
    },
  };
}
