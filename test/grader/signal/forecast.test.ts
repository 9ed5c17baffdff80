import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { chanceOfAll, fitBetaBinomial } from "#grader/signal/beta-binomial.js";
import { type PromptScores, forecastGroups } from "#grader/signal/forecast.js";
import { seededRandom } from "#dataset/sampling/seeded-random.js";

/** Prompts whose chance of a hit is drawn from Beta(a, 1): the a-th root of a uniform number. */
function drawPrompts(count: number, { a, samples, seed }: { a: number; samples: number; seed: number }) {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const chance = random() ** (1 / a);
    const hits = Array.from({ length: samples }, () => random() < chance).filter(Boolean).length;
    return { hits, tries: samples };
  });
}

function asScores({ hits, tries }: { hits: number; tries: number }): PromptScores {
  return new Map([
    ...(hits > 0 ? ([[1, hits]] as const) : []),
    ...(hits < tries ? ([[0, tries - hits]] as const) : []),
  ]);
}

/** The true share of mixed groups: 1 - E[p^g] - E[(1 - p)^g] for p from Beta(a, b). */
function trueShare(a: number, b: number, group: number): number {
  return 1 - chanceOfAll({ a, b }, group) - chanceOfAll({ a: b, b: a }, group);
}

describe("a beta-binomial", () => {
  test.each([
    [0.3, 4],
    [0.3, 16],
    [1, 4],
    [3, 4],
  ])("is found again from what it made: a %d, %d samples a prompt", (a, samples) => {
    const fit = fitBetaBinomial(drawPrompts(4_000, { a, samples, seed: 7 }));
    expect(fit.a / (fit.a + fit.b)).toBeCloseTo(a / (a + 1), 1);
    expect(Math.abs(trueShare(fit.a, fit.b, 16) - trueShare(a, 1, 16))).toBeLessThan(0.03);
  });

  it("gives the chance of all hits by its known moments", () => {
    // Uniform chances: E[p^n] is 1 / (n + 1).
    for (const count of [1, 2, 5, 32])
      expect(chanceOfAll({ a: 1, b: 1 }, count)).toBeCloseTo(1 / (count + 1), 12);
    expect(chanceOfAll({ a: 2, b: 3 }, 1)).toBeCloseTo(0.4, 12);
    expect(chanceOfAll({ a: 2, b: 3 }, 2)).toBeCloseTo((2 / 5) * (3 / 6), 12);
  });

  it("says nothing of prompts without a try", () => {
    const { a, b } = fitBetaBinomial([{ hits: 0, tries: 0 }]);
    expect(a + b).toBe(1);
  });

  it("ends at any trials", () => {
    const trial = fc.tuple(fc.nat(40), fc.nat(40)).map(([hits, misses]) => ({ hits, tries: hits + misses }));
    fc.assert(
      fc.property(fc.array(trial, { minLength: 1, maxLength: 30 }), (trials) => {
        const { a, b } = fitBetaBinomial(trials);
        expect(a > 0 && b > 0 && Number.isFinite(a + b)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe("the forecast", () => {
  it("sees at 16 what 4 samples cannot show", () => {
    const prompts = drawPrompts(400, { a: 0.2, samples: 4, seed: 3 });
    const observed = prompts.filter(({ hits }) => hits > 0 && hits < 4).length / prompts.length;
    const forecast = forecastGroups(prompts.map(asScores));
    expect(forecast.map(({ group }) => group)).toEqual([4, 8, 16, 32]);
    const [at4, , at16] = forecast;
    expect(Math.abs((at4?.mixed ?? 0) - observed)).toBeLessThan(0.05);
    expect(Math.abs((at16?.mixed ?? 0) - trueShare(0.2, 1, 16))).toBeLessThan(0.06);
    expect((at16?.mixed ?? 0) - (at4?.mixed ?? 0)).toBeGreaterThan(0.1);
  });

  it("holds the truth between low and high in most cases", () => {
    const held = Array.from({ length: 40 }, (_, seed) => {
      const forecast = forecastGroups(drawPrompts(100, { a: 0.5, samples: 4, seed: seed + 1 }).map(asScores));
      const at16 = forecast.find(({ group }) => group === 16);
      const truth = trueShare(0.5, 1, 16);
      return at16 !== undefined && at16.low <= truth && truth <= at16.high;
    }).filter(Boolean).length;
    expect(held).toBeGreaterThanOrEqual(34);
  });

  test.each<[string, PromptScores[], number[]]>([
    ["all prompts are dead", Array.from({ length: 50 }, () => new Map([[0, 4]])), [0, 0, 0, 0]],
    [
      "no two scores are alike",
      Array.from({ length: 200 }, (_, at) => new Map([0, 1, 2, 3].map((one) => [at * 4 + one, 1]))),
      [1, 1, 1, 1],
    ],
    [
      "half is always right, half always wrong",
      Array.from({ length: 100 }, (_, at) => new Map([[at % 2, 8]])),
      [0, 0, 0, 0],
    ],
  ])("%s", (_, prompts, expected) => {
    const forecast = forecastGroups(prompts);
    forecast.forEach(({ mixed }, index) => {
      expect(Math.abs(mixed - (expected[index] ?? Number.NaN))).toBeLessThan(0.02);
    });
    expect(forecast).toHaveLength(4);
  });

  it("takes partial credit for what it is: a third score makes groups mixed", () => {
    const halves = Array.from({ length: 60 }, (): PromptScores => new Map([[0.5, 2], [0, 2]])); // prettier-ignore
    expect(forecastGroups(halves)[2]?.mixed).toBeGreaterThan(0.95);
  });

  it("is not made of single samples, and is the same every time", () => {
    expect(forecastGroups([new Map([[1, 1]]), new Map([[0, 1]])])).toEqual([]);
    expect(forecastGroups([new Map([[1, 4]])])).toEqual([]);
    const prompts = drawPrompts(30, { a: 1, samples: 4, seed: 5 }).map(asScores);
    expect(forecastGroups(prompts)).toEqual(forecastGroups(prompts));
    for (const { low, mixed, high } of forecastGroups(prompts)) {
      expect(low <= mixed && mixed <= high && low >= 0 && high <= 1).toBe(true);
    }
  });
});
