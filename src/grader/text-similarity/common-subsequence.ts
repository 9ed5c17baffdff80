/**
 * The length of the longest common subsequence, by Hyyrö's bit-parallel algorithm (Bit-parallel LCS-length computation
 * revisited, 2004) in words of 32 bits: each symbol of the longer text costs one step per word of the shorter.
 */
export function commonSubsequence(a: Uint32Array, b: Uint32Array): number {
  const shorter = a.length <= b.length ? a : b;
  const longer = shorter === a ? b : a;
  const prefix = commonPrefix(shorter, longer);
  const suffix = commonSuffix(shorter.subarray(prefix), longer.subarray(prefix));
  const pattern = shorter.subarray(prefix, shorter.length - suffix);
  const text = longer.subarray(prefix, longer.length - suffix);
  return prefix + suffix + (pattern.length === 0 ? 0 : countMatches(pattern, text));
}

function commonPrefix(shorter: Uint32Array, longer: Uint32Array): number {
  let length = 0;
  while (length < shorter.length && shorter[length] === longer[length]) length++;
  return length;
}

function commonSuffix(shorter: Uint32Array, longer: Uint32Array): number {
  let length = 0;
  while (
    length < shorter.length &&
    shorter[shorter.length - 1 - length] === longer[longer.length - 1 - length]
  ) {
    length++;
  }
  return length;
}

/** The positions of each symbol in the pattern: one row of words per symbol, row 0 for symbols not in it. */
interface Places {
  rowOf(symbol: number): number;
  readonly masks: Int32Array;
}

function findPlaces(pattern: Uint32Array, words: number): Places {
  const ascii = new Int32Array(128);
  const others = new Map<number, number>();
  const rowOf = (symbol: number) => (symbol < 128 ? (ascii[symbol] ?? 0) : (others.get(symbol) ?? 0));
  let rows = 1;
  for (const symbol of pattern) {
    if (rowOf(symbol) !== 0) continue;
    if (symbol < 128) ascii[symbol] = rows++;
    else others.set(symbol, rows++);
  }
  const masks = new Int32Array(rows * words);
  pattern.forEach((symbol, at) => {
    const word = rowOf(symbol) * words + (at >>> 5);
    masks[word] = (masks[word] ?? 0) | (1 << (at & 31));
  });
  return { rowOf, masks };
}

function countMatches(pattern: Uint32Array, text: Uint32Array): number {
  const words = (pattern.length + 31) >>> 5;
  const places = findPlaces(pattern, words);
  const { masks } = places;
  const open = new Int32Array(words).fill(-1);
  for (const symbol of text) {
    const row = places.rowOf(symbol);
    if (row === 0) continue;
    let carry = 0;
    for (let word = 0; word < words; word++) {
      const before = open[word] ?? 0;
      const hits = before & (masks[row * words + word] ?? 0);
      const sum = (((before + hits) | 0) + carry) | 0;
      // The carry out of 32 bits: both summands' top bits were set, or one was and the sum's is not.
      carry = ((before & hits) | ((before | hits) & ~sum)) >>> 31;
      open[word] = sum | (before & ~hits);
    }
  }
  return countZeros(open, pattern.length);
}

/** Each cleared bit is one symbol of the subsequence. */
function countZeros(open: Int32Array, bits: number): number {
  let count = 0;
  for (let at = 0; at < bits; at++) count += (((open[at >>> 5] ?? 0) >>> (at & 31)) & 1) ^ 1;
  return count;
}
