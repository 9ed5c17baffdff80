import type { GraderPrice, Rule, RuleSet } from "./rule-set.js";

const page = "Microsoft Learn, 'Cost management for fine-tuning'";
const retail =
  "Azure's retail price list (prices.azure.com), US data zone, as BerriAI/litellm carries it @729b02d, read 2026-11-25; " +
  `${page} (2026-02-11): tokens of model graders are "billed separately at data zone rates"`;

function graderPrice(models: readonly string[], input: number, output: number): GraderPrice {
  return { models, value: { input, output }, source: retail, date: "2026-11-25" };
}

/**
 * What the service bills, in dollars. The page says of its own numbers that they "are for example purposes only";
 * prices differ by contract, and the `prices` of a job file override these. Unpublished prices are absent.
 */
export const prices = {
  trainingHour: {
    value: { "o4-mini-2025-04-16": 100 },
    source: `${page}: "$100 per hour of core training time for o4-mini-2025-04-16"; of no other model a price was found`,
    date: "2026-02-11",
  },
  trainingTypePrices: {
    value: {
      Standard: { low: 1, likely: 1, high: 1 },
      GlobalStandard: { low: 0.7, likely: 0.8, high: 0.9 },
      developerTier: { low: 0.35, likely: 0.4, high: 0.45 },
    },
    source:
      `${page}: "global standard (10-30% discount from regional standard training)", "developer (50% discount from ` +
      'global)"; the likely figures are the middle of these; data zone training has no published price',
    date: "2026-02-11",
  },
  hostingHour: {
    value: 1.7,
    source:
      `${page}: Standard and Global Standard deployments $1.70/hour, the developer tier none; the page of 2026-10-05 ` +
      "keeps the kinds (hourly, PTU-hours for provisioned, none for developer, removed after 24 hours) and no number",
    date: "2026-02-11",
  },
  graderPrices: [
    {
      models: ["o3-mini", "o3-mini-2025-01-31"],
      value: { input: 1.1, output: 4.4 },
      source: `${page}, example with o3-mini as grader: (5 x 1.1) + (4.9 x 4.4) = $27.06; the data zone list has 1.21 and 4.84`,
      date: "2026-02-11",
    },
    graderPrice(["gpt-4.1", "gpt-4.1-2025-04-14"], 2.2, 8.8),
    graderPrice(["gpt-4.1-mini", "gpt-4.1-mini-2025-04-14"], 0.44, 1.76),
    graderPrice(["gpt-4.1-nano", "gpt-4.1-nano-2025-04-14"], 0.11, 0.44),
    graderPrice(["gpt-4o", "gpt-4o-2024-08-06"], 2.75, 11),
  ],
} satisfies Pick<RuleSet, "trainingHour" | "trainingTypePrices" | "hostingHour" | "graderPrices">;

/** The service's own pause, as the newest page with a number gives it; the pages of October 2026 give none. */
export const spendingPause: Rule<number> = {
  value: 5_000,
  source:
    "Microsoft Learn, reinforcement-fine-tuning: jobs pause at $5,000 of training and grading (page of 2026-02-12, still " +
    'on 2026-03-19). The pages of 2026-10 say "the service\'s per-job spending limit", no number, and "Billing and ' +
    'spending-limit behavior depend on your selected model"',
  date: "2026-03-19",
};

/** When the tokens of judges are billed: after the run, so a spend by the steps is not yet on the bill. */
export const graderBilling: Rule<string> = {
  value: "tokens of judges are billed separately, at data zone rates, once training is complete",
  source: "Microsoft Learn, reinforcement-fine-tuning",
  date: "2026-10-05",
};

/** What a failed job costs. */
export const failedJobBilling: Rule<string> = {
  value:
    "a job that fails is billed up to its last checkpoint; work lost to a fault of the service is not billed",
  source: `${page}: "You aren't billed for work lost due to a service error"; its example bills 2 hours of 3`,
  date: "2026-10-05",
};
