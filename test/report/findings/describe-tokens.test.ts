import { expect, test } from "vitest";
import type { TokenStatistics } from "#dataset/tokens/token-statistics.js";
import { describeTokens } from "#report/findings/describe-tokens.js";

const tokens: TokenStatistics = {
  method: "exact",
  total: 41_200,
  mean: 412,
  min: 100,
  median: 400,
  p95: 900,
  max: 1_300,
  histogram: [1, 8, 80, 40, 0, 0, 0, 0, 0, 1],
};

test.each<[string, Partial<TokenStatistics>, string]>([
  ["counted", {}, "prompts: 41,200 tokens; least 100, median 400, 95% up to 900, most 1,300  |▁▁█▄     ▁|"],
  [
    "estimated",
    { method: "estimate", error: 0.0041 },
    "prompts: about 41,200 tokens (within 0.41%); least 100, median 400, 95% up to 900, most 1,300  |▁▁█▄     ▁|",
  ],
  [
    "all of a length",
    { total: 7, min: 7, median: 7, p95: 7, max: 7, histogram: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0] },
    "prompts: 7 tokens; least 7, median 7, 95% up to 7, most 7",
  ],
])("prompts that were %s", (_, more, line) => {
  expect(describeTokens({ ...tokens, ...more })).toBe(line);
});
