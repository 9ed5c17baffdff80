import type { Spread } from "./spread.js";

/** What is paid for rows that teach nothing. */
export interface Waste {
  /** Such rows, and all rows they are among. */
  rows: number;
  of: number;
  /** Dollars of the likely cost that go to them: each row is sampled as often as any other. */
  dollars: number;
  /** Dollars the job likely costs. */
  likely: number;
}

/** What so many of a job's rows cost; undefined where the job's price is not known, or there are no such rows. */
export function wasteOf(
  { rows, of }: Pick<Waste, "rows" | "of">,
  dollars: Spread | undefined,
): Waste | undefined {
  if (!dollars || rows <= 0 || of <= 0) return undefined;
  const share = Math.min(rows / of, 1);
  return { rows, of, dollars: Math.round(share * dollars.likely), likely: Math.round(dollars.likely) };
}
