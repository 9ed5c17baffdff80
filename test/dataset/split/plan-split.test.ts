import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planSplit } from "#dataset/split/plan-split.js";
import { promptKey } from "#dataset/split/prompt-key.js";

const options = { share: 0.1, seed: 1, most: 1000 };

function rowsOf(length: number, stratum: (index: number) => string = () => "") {
  return Array.from({ length }, (_, index) => ({ prompt: index, stratum: stratum(index) }));
}

describe("planSplit", () => {
  it.each([
    [100, 0.1, 10],
    [104, 0.1, 10],
    [106, 0.1, 11],
    [3, 0.1, 1],
    [2, 0.99, 1],
    [10, 0.95, 9],
    [1, 0.5, 0],
    [0, 0.5, 0],
  ])("of %i rows at %d gives %i to validation", (length, share, expected) => {
    expect(planSplit(rowsOf(length), { ...options, share }).validation.size).toBe(expected);
  });

  it("gives validation no more than the service takes", () => {
    expect(planSplit(rowsOf(20_000), options).validation.size).toBe(1000);
  });

  it("keeps the shares of a field's values, to rounding", () => {
    const value = (index: number) => (index < 70 ? "a" : index < 97 ? "b" : "c");
    const { strata } = planSplit(rowsOf(100, value), options);
    expect(strata).toEqual([
      { value: "a", train: 63, validation: 7 },
      { value: "b", train: 24, validation: 3 },
      { value: "c", train: 3, validation: 0 },
    ]);
  });

  it("keeps them with the largest remainders, whatever the sizes", () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        sizes,
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.nat(),
        (strata, share, seed) => {
          const rows = strata.flatMap((size, index) =>
            Array.from({ length: size }, (_, at) => ({ prompt: index * 100 + at, stratum: String(index) })),
          );
          fc.pre(rows.length > 1);
          const plan = planSplit(rows, { share, seed, most: 1000 });
          const exact = plan.validation.size / rows.length;
          for (const { value, validation } of plan.strata) {
            const quota = (strata[Number(value)] ?? 0) * exact;
            expect(Math.abs(validation - quota)).toBeLessThan(1);
          }
          expect(plan.validation.size).toBe(
            Math.min(rows.length - 1, Math.max(1, Math.round(rows.length * share))),
          );
        },
      ),
    );
  });

  it("never asks for more validation rows than wanted, and comes within the largest group of it", () => {
    const prompts = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 2, maxLength: 120 });
    fc.assert(
      fc.property(
        prompts,
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        fc.nat(),
        (keys, share, seed) => {
          const rows = keys.map((prompt) => ({ prompt, stratum: "" }));
          const { strata, validation, prompts: different } = planSplit(rows, { share, seed, most: 1000 });
          const sizes = new Map<number, number>();
          for (const key of keys) sizes.set(key, (sizes.get(key) ?? 0) + 1);
          const wanted = Math.min(rows.length - 1, Math.max(1, Math.round(rows.length * share)));
          const taken = [...validation].reduce((sum, key) => sum + (sizes.get(key) ?? 0), 0);
          expect(strata).toEqual([{ value: "", train: rows.length - taken, validation: taken }]);
          expect(taken).toBeLessThanOrEqual(wanted);
          expect(taken).toBeGreaterThan(wanted - Math.max(...sizes.values()));
          expect(different).toBe(sizes.size);
        },
      ),
    );
  });

  it("follows from the seed, not from the order of the rows", () => {
    const rows = rowsOf(200, (index) => String(index % 3));
    const chosen = (seed: number, list = rows) =>
      [...planSplit(list, { ...options, seed }).validation].toSorted((a, b) => a - b);
    expect(chosen(7)).toEqual(chosen(7));
    expect(chosen(7, rows.toReversed())).toEqual(chosen(7));
    expect(chosen(7)).not.toEqual(chosen(8));
  });

  it("chooses every row about as often, over many seeds", () => {
    const counts = Array.from({ length: 50 }, () => 0);
    for (let seed = 0; seed < 2000; seed++) {
      for (const key of planSplit(rowsOf(50), { ...options, seed }).validation) counts[key]! += 1;
    }
    // 200 times each, with a standard deviation of 13.
    expect(Math.min(...counts)).toBeGreaterThan(140);
    expect(Math.max(...counts)).toBeLessThan(260);
  });
});

const ask = (content: unknown, role = "user") => ({ messages: [{ role, content }] }) as never;

describe("promptKey", () => {
  it.each([
    [ask("How many legs?"), ask("  how MANY\n legs? ")],
    [ask("Größe"), ask("GRÖSSE".replace("SS", "ß"))],
    [
      ask("a b"),
      ask([
        { type: "text", text: "A" },
        { type: "text", text: " B" },
      ]),
    ],
    [ask("\uFB01n"), ask("fin")],
    [
      { messages: [{ role: "user", content: "a" }], x: 1 } as never,
      { x: 2, messages: [{ content: "a", role: "user" }] } as never,
    ],
    [{ prompt: "a", x: 1 } as never, { x: 1, prompt: "a" } as never],
  ])("takes %j and %j for one prompt", (a, b) => {
    expect(promptKey(a)).toBe(promptKey(b));
  });

  it.each([
    [ask("a"), ask("b")],
    [ask("a"), ask("a", "developer")],
    [ask("a"), ask(null)],
    [ask(["a"]), ask(["b"])],
    [{ prompt: "a" } as never, { prompt: "b" } as never],
  ])("tells %j from %j", (a, b) => {
    expect(promptKey(a)).not.toBe(promptKey(b));
  });
});
