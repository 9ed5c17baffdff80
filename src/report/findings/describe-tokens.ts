import type { TokenStatistics } from "#dataset/tokens/token-statistics.js";
import { levelBar } from "#report/text/chart.js";
import { count, grouped, percentInTwoDigits } from "#words/quantities.js";

/** A histogram bar for a band's rows; blank only if there are none. */
function bar(rows: number, most: number): string {
  return rows === 0 ? " " : levelBar(rows / most);
}

/** The lengths of a file's prompts on one line: `prompts: 41,200 tokens; ...`. */
export function describeTokens(tokens: TokenStatistics): string {
  const { total, error, min, median, p95, max, histogram } = tokens;
  const most = Math.max(...histogram);
  const bars = min === max ? "" : `  |${histogram.map((rows) => bar(rows, most)).join("")}|`;
  const sum =
    error === undefined
      ? count(total, "token")
      : `about ${count(total, "token")} (within ${percentInTwoDigits(error)})`;
  return `prompts: ${sum}; least ${grouped(min)}, median ${grouped(median)}, 95% up to ${grouped(p95)}, most ${grouped(max)}${bars}`;
}
