import type { Spread } from "./spread.js";

/** The cost of rows that teach nothing. */
export interface Waste {
  /** Such rows, out of `of` rows. */
  rows: number;
  of: number;
  /** Dollars of the likely cost spent on them: each row is sampled as often as any other. */
  dollars: number;
  /** The likely cost of the job in dollars. */
  likely: number;
}

/** The cost of this many of a job's rows; undefined if the job's price is not known or there are no such rows. */
export function wasteOf(
  { rows, of }: Pick<Waste, "rows" | "of">,
  dollars: Spread | undefined,
): Waste | undefined {
  if (!dollars || rows <= 0 || of <= 0) return undefined;
  const share = Math.min(rows / of, 1);
  return { rows, of, dollars: Math.round(share * dollars.likely), likely: Math.round(dollars.likely) };
}
