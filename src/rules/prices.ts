import type { GraderPrice, RuleSet } from "./rule-set.js";

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
  developerShare: {
    value: 0.5,
    source: `${page}: "developer (50% discount from global)", for all training jobs; not said for the hourly rate itself`,
    date: "2026-02-11",
  },
  hostingHour: {
    value: 1.7,
    source: `${page}: Standard and Global Standard deployments $1.70/hour, the developer tier none`,
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
} satisfies Pick<RuleSet, "trainingHour" | "developerShare" | "hostingHour" | "graderPrices">;
