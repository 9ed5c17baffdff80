/** The minimum of a set under each of 64 orders. */
export type Signature = Uint32Array;

const orders = 64;
const bands = 16;
const rowsInBand = orders / bands;

/** An odd multiplier per order, scattered because multiples of one number would give similar orders. */
const multipliers = Uint32Array.from({ length: orders }, (_, order) => scatter(order + 1) | 1);

/** Spreads small numbers over 32 bits (the finalizer of MurmurHash3, public domain, by Austin Appleby). */
function scatter(value: number): number {
  const first = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  return (second ^ (second >>> 16)) >>> 0;
}

/**
 * MinHash (Broder, 1997): the share of positions in which two signatures agree estimates the Jaccard similarity of the
 * sets, with a standard error of at most 0.0625.
 */
export function minHash(values: Uint32Array): Signature {
  const smallest = new Uint32Array(orders).fill(0xffffffff);
  for (const value of values) {
    const scattered = scatter(value);
    for (let order = 0; order < orders; order++) {
      const multiplied = Math.imul(scattered, multipliers[order] ?? 1);
      const ordered = (multiplied ^ (multiplied >>> 13)) >>> 0;
      if (ordered < (smallest[order] ?? 0)) smallest[order] = ordered;
    }
  }
  return smallest;
}

/** The estimated similarity of two sets, from 0 to 1. */
export function estimateSimilarity(a: Signature, b: Signature): number {
  let agreeing = 0;
  for (let order = 0; order < orders; order++) if (a[order] === b[order]) agreeing++;
  return agreeing / orders;
}

/** Finds similar signatures. */
export interface BandIndex {
  /** Indices of earlier signatures that agree with this one in a whole band, the newest first in each band. */
  candidates(signature: Signature): Set<number>;
  signature(number: number): Signature;
  add(signature: Signature): void;
}

/** Most candidates per signature: a template that slips through the filter must not make this quadratic. */
const mostCandidates = 64;

const slotBits = 16;

/**
 * Indexes signatures by bands of four values: two sets of similarity 0.8 share at least one of the 16 bands with a
 * probability of 0.9998, two of similarity 0.2 with one of 0.03.
 */
export function createBandIndex(): BandIndex {
  const signatures: Signature[] = [];
  const newest = new Int32Array(bands << slotBits).fill(-1);
  /** For each signature and band, the previous signature in the same slot. */
  const before: Int32Array[] = [];
  return {
    candidates(signature) {
      const found = new Set<number>();
      for (let band = 0; band < bands && found.size < mostCandidates; band++) {
        let number = newest[slotOf(signature, band)] ?? -1;
        for (; number >= 0 && found.size < mostCandidates; number = before[number]?.[band] ?? -1)
          found.add(number);
      }
      return found;
    },
    signature: (number) => signatures[number] ?? new Uint32Array(orders),
    add(signature) {
      const links = new Int32Array(bands);
      for (let band = 0; band < bands; band++) {
        const slot = slotOf(signature, band);
        links[band] = newest[slot] ?? -1;
        newest[slot] = signatures.length;
      }
      before.push(links);
      signatures.push(signature);
    },
  };
}

function slotOf(signature: Signature, band: number): number {
  let hash = band;
  for (let row = 0; row < rowsInBand; row++) {
    hash = Math.imul(hash ^ (signature[band * rowsInBand + row] ?? 0), 0x85ebca6b);
    hash ^= hash >>> 13;
  }
  return (band << slotBits) | ((hash >>> 0) & ((1 << slotBits) - 1));
}
