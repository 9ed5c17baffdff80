import { fingerprint } from "#dataset/row/value-fingerprint.js";

/** What a split needs to know of a row. */
export interface SplitRow {
  /** Rows with the same key stay together. */
  prompt: number;
  /** The value whose share to preserve, as displayed; the same for all rows if there is none. */
  stratum: string;
}

export interface SplitOptions {
  /** Share of the rows for validation, above 0 and below 1. */
  share: number;
  seed: number;
  /** Most validation rows. */
  most: number;
}

/** One value of the stratified field. */
export interface Stratum {
  value: string;
  train: number;
  validation: number;
}

export interface SplitPlan {
  /** Number of distinct prompts. */
  prompts: number;
  /** The prompts of the validation rows. */
  validation: ReadonlySet<number>;
  /** By value, in order of appearance. */
  strata: Stratum[];
}

interface Group {
  prompt: number;
  rows: number;
  rank: number;
}

/**
 * Splits rows, never putting one prompt on both sides. Each stratum gets as near to the share as group sizes allow
 * (exact to rounding if no prompt repeats). The choice depends on the seed and the prompts, not on the order of the
 * rows, unless one prompt is in several strata.
 */
export function planSplit(rows: readonly SplitRow[], { share, seed, most }: SplitOptions): SplitPlan {
  const strata = groupRows(rows, seed);
  const wanted = Math.min(most, rows.length - 1, Math.max(1, Math.round(rows.length * share)));
  const quotas = allot(wanted, strata, seed);
  const validation = new Set<number>();
  const counted = [...strata].map(([value, groups]): Stratum => {
    const all = sum(groups);
    const chosen = choose(groups, quotas.get(value) ?? 0);
    for (const { prompt } of chosen) validation.add(prompt);
    return { value, train: all - sum(chosen), validation: sum(chosen) };
  });
  return { prompts: new Set(rows.map(({ prompt }) => prompt)).size, validation, strata: counted };
}

/** Groups rows of equal prompts by stratum; a prompt that occurs in several belongs to the first. */
function groupRows(rows: readonly SplitRow[], seed: number): Map<string, Group[]> {
  const strata = new Map<string, Group[]>();
  const known = new Map<number, Group>();
  for (const { prompt, stratum } of rows) {
    const group = known.get(prompt);
    if (group) {
      group.rows++;
      continue;
    }
    const made = { prompt, rows: 1, rank: rankOf(seed, prompt) };
    known.set(prompt, made);
    const groups = strata.get(stratum);
    if (groups) groups.push(made);
    else strata.set(stratum, [made]);
  }
  return strata;
}

/** A pseudo-random rank determined by the seed. */
function rankOf(seed: number, key: number | string): number {
  return fingerprint([seed, key]).hash;
}

function sum(groups: readonly Group[]): number {
  return groups.reduce((total, { rows }) => total + rows, 0);
}

/** Allots `wanted` rows in proportion to stratum size, by largest remainder; ties are broken at random. */
function allot(
  wanted: number,
  strata: ReadonlyMap<string, readonly Group[]>,
  seed: number,
): Map<string, number> {
  const sizes = [...strata].map(([value, groups]) => ({ value, size: sum(groups) }));
  const total = sizes.reduce((rows, { size }) => rows + size, 0);
  const exact = sizes.map(({ value, size }) => {
    const quota = (size * wanted) / total;
    return { value, whole: Math.floor(quota), rest: quota % 1, rank: rankOf(seed, value) };
  });
  const left = wanted - exact.reduce((rows, { whole }) => rows + whole, 0);
  const byRest = exact.toSorted((a, b) => b.rest - a.rest || a.rank - b.rank);
  return new Map(byRest.map(({ value, whole }, index) => [value, whole + (index < left ? 1 : 0)]));
}

/** Random groups, as many as fit. */
function choose(groups: readonly Group[], quota: number): Group[] {
  let room = quota;
  const chosen: Group[] = [];
  for (const group of groups.toSorted((a, b) => a.rank - b.rank)) {
    if (group.rows > room) continue;
    chosen.push(group);
    room -= group.rows;
  }
  return chosen;
}
