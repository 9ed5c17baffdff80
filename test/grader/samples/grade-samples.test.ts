import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { compareRemote } from "#grader/proof/compare-remote.js";
import { compileGrader } from "#grader/score/compile-grader.js";
import { createScorer } from "#grader/score/create-scorer.js";
import { gradeSamples } from "#grader/samples/grade-samples.js";
import { tallyGrades } from "#grader/samples/grade-summary.js";
import { mapInOrder } from "#grader/samples/map-in-order.js";
import type { SampleLine } from "#grader/samples/read-samples.js";
import { parseSampleLine } from "#grader/samples/sample-line.js";

async function* from<T>(batches: readonly T[]): AsyncGenerator<T> {
  yield* batches;
}

describe("mapInOrder", () => {
  it("keeps the order and the limit, for any batches, slow and ready values mixed", async () => {
    const value = fc.record({
      id: fc.nat(),
      milliseconds: fc.option(fc.nat({ max: 3 }), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(value)), fc.integer({ min: 1, max: 4 }), async (batches, atOnce) => {
        let underWay = 0;
        let most = 0;
        const results: object[] = [];
        const mapped = mapInOrder(from(batches), atOnce, (one) => {
          if (one.milliseconds === undefined) return one;
          most = Math.max(most, ++underWay);
          return new Promise<typeof one>((resolve) =>
            setTimeout(() => {
              underWay--;
              resolve(one);
            }, one.milliseconds),
          );
        });
        for await (const ready of mapped) {
          expect(ready.length).toBeGreaterThan(0);
          results.push(...ready);
        }
        expect(results).toEqual(batches.flat());
        expect(most).toBeLessThanOrEqual(atOnce);
      }),
      { numRuns: 60 },
    );
  });

  it("hands on what is ready before it reads more", async () => {
    const read: number[] = [];
    async function* source() {
      for (const batch of [1, 2, 3]) {
        read.push(batch);
        yield [{ batch }];
      }
    }
    for await (const ready of mapInOrder(source(), 8, (one) => one))
      expect(ready).toEqual([{ batch: read.at(-1) }]);
    expect(read).toEqual([1, 2, 3]);
  });

  it("throws the first failure in order, and no other goes unhandled", async () => {
    const mapped = mapInOrder(from([[3, 1, 2]]), 3, async (milliseconds): Promise<object> => {
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      throw new Error(`after ${milliseconds}`);
    });
    await expect(mapped.next()).rejects.toThrow("after 3");
  });
});

const same = {
  type: "string_check",
  input: "{{sample.output_text}}",
  reference: "{{item.a}}",
  operation: "eq",
};

function lineOf(line: number, text: string): SampleLine {
  const subject = parseSampleLine(text);
  const file = "s.jsonl";
  return typeof subject === "string" ? { file, line, fault: subject } : { file, line, subject };
}

describe("graded lines", () => {
  const lines = [
    lineOf(1, '{"item":{"a":"x"},"output_text":"x"}'),
    lineOf(2, "broken"),
    lineOf(3, '{"item":{},"output_text":"x"}'),
    lineOf(4, '{"item":{"a":"y"},"output_text":"x"}'),
  ];

  it("are one for each line; a broken one earns 0 with the flag and does not count in the mean", async () => {
    const grader = compileGrader(same);
    const tally = tallyGrades();
    const shown: unknown[] = [];
    const batches = from([lines.slice(0, 1), lines.slice(1)]);
    for await (const graded of gradeSamples(grader, await createScorer(grader), { batches, atOnce: 8 })) {
      for (const one of graded) {
        tally.add(one);
        const { reward, metadata, detail } = one.score;
        const flags = Object.entries(metadata.errors).filter(([, raised]) => raised === true);
        shown.push([one.sample.line, reward, flags.map(([flag]) => flag), detail?.slice(0, 23)]);
      }
    }
    expect(shown).toEqual([
      [1, 1, [], undefined],
      [2, 0, ["sample_parse_error"], "not valid JSON at colum"],
      [3, 0, ["invalid_variable_error"], "{{item.a}} cannot be fo"],
      [4, 0, [], undefined],
    ]);
    expect(tally.summary()).toEqual({
      n: 4,
      unreadable: 1,
      notRun: 0,
      mean: 1 / 3,
      errors: { invalid_variable_error: 1 },
      reasons: { unreadable: expect.stringMatching(/^line 2: not valid JSON/) },
    });
  });

  it("that cannot be run have no mean", async () => {
    const grader = compileGrader({ type: "python", source: "def grade(sample, item): return 1" });
    const tally = tallyGrades();
    const graded = gradeSamples(grader, await createScorer(grader), { batches: from([lines]), atOnce: 8 });
    for await (const some of graded) for (const one of some) tally.add(one);
    expect(tally.summary()).toMatchObject({
      n: 4,
      notRun: 3,
      unreadable: 1,
      mean: null,
      reasons: { notRun: expect.stringContaining("--allow-python") },
    });
  });

  it("end with the abort", async () => {
    const grader = compileGrader(same);
    const signal = AbortSignal.abort();
    const graded = gradeSamples(grader, await createScorer(grader), {
      batches: from([lines]),
      atOnce: 8,
      signal,
    });
    await expect(graded.next()).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("a comparison with the service", () => {
  const compare = async (reward: number, text: string, config: Record<string, string> = same) => {
    const asked: object[] = [];
    const scorer = await createScorer(compileGrader(config));
    const finding = await compareRemote(
      {
        runGrader: async (request) => {
          asked.push(request);
          return { reward };
        },
      },
      { config, scorer },
      lineOf(7, text),
    );
    return { asked, message: finding?.message, finding };
  };

  test.each<[reward: number, text: string, message: string | undefined]>([
    [1, '{"item":{"a":"x"},"output_text":"x"}', undefined],
    [1 - 1e-7, '{"item":{"a":"x"},"output_text":"x"}', undefined],
    [0.9, '{"item":{"a":"x"},"output_text":"x"}', "the service gives 0.9, and here it is 1"],
    [0, '{"item":{"a":"x"},"output_text":"x"}', "the service gives 0, and here it is 1"],
    // The service is sent 1 for the row's 1.0, which is plain JSON; here it is made the same.
    [1, '{"item":{"a":1.0},"output_text":"1"}', undefined],
    [1, '{"item":{"a":"x"},"output_text":"x","output_json":"other"}', undefined],
  ])("%d for %s", async (reward, text, message) =>
    expect((await compare(reward, text)).message).toBe(message),
  );

  it("sends grader, answer and row", async () => {
    const { asked } = await compare(1, '{"item":{"a":"x"},"output_text":"x"}');
    expect(asked).toEqual([{ grader: same, model_sample: "x", item: { a: "x" } }]);
  });

  it("names the place, and is asked for no broken line", async () => {
    expect((await compare(0, '{"item":{"a":"x"},"output_text":"x"}')).finding).toMatchObject({
      code: "remote-disagrees",
      severity: "warning",
      file: "s.jsonl",
      line: 7,
    });
    expect((await compare(0, "broken")).asked).toEqual([]);
  });
});
