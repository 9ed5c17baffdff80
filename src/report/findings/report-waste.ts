import type { Waste } from "#job/estimate/waste.js";
import { count, dollars, grouped } from "#words/quantities.js";

/** The cost of rows that teach nothing: `31 of 400 rows can never earn: about $80 of a likely $1,040`. */
export function reportWaste(
  { rows, of, dollars: wasted, likely }: Waste,
  noun: string,
  fact: string,
): string {
  return `${grouped(rows)} of ${count(of, noun)} ${fact}: about ${dollars(wasted)} of a likely ${dollars(likely)} (rft estimate)\n`;
}
