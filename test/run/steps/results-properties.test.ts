import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type StepMetrics, parseResults } from "#run/steps/results.js";

const name = fc
  .stringMatching(/^[a-z][a-z0-9 _/",;'.-]{0,24}[a-z]$/)
  .filter((text) => !["step", "timestamp"].includes(text) && !/^(train|valid)_reward_mean$/.test(text));
const value = fc.option(
  fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.integer(),
  ),
);

/** As .NET prints it: `9.13E-05`. */
function netNumber(number: number): string {
  return String(number)
    .replace(/e([+-])(\d)$/, "E$10$2")
    .replace("e", "E");
}

function cell(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const file = fc
  .record({
    names: fc.uniqueArray(name, { minLength: 1, maxLength: 8 }),
    rows: fc.array(fc.array(value, { minLength: 8, maxLength: 8 }), { minLength: 1, maxLength: 8 }),
    lineBreak: fc.constantFrom("\n", "\r\n"),
    mark: fc.constantFrom("", "\uFEFF"),
    lastBreak: fc.boolean(),
    // Lines with quotation marks are read by another way than those without.
    quote: fc.constantFrom("", '"'),
    space: fc.constantFrom("", " "),
  })
  .map(({ names, rows, lineBreak, mark, lastBreak, quote, space }) => {
    const header = `${mark}${["step", ...names, "timestamp"].map(cell).join(",")}`;
    const steps = rows.map((values, index): StepMetrics => {
      const known = names.flatMap((metric, column) => {
        const number = values[column] ?? null;
        return number === null ? [] : [[metric, number] as const];
      });
      const timestamp = `2026-01-05T09:00:0${index}.2520000Z`;
      return { step: index + 1, ...Object.fromEntries(known), timestamp };
    });
    const lines = steps.map((step) =>
      ["step", ...names, "timestamp"]
        .map((metric) => {
          const found = step[metric];
          return typeof found === "number" ? netNumber(found) : found && quote + found + quote;
        })
        .join(`${space},`),
    );
    const text = [header, ...lines].join(lineBreak) + (lastBreak ? lineBreak : "");
    return { text, steps, headerLength: header.length + lineBreak.length };
  });

describe("any result file", () => {
  test("is read back as it was written, whatever its names, line ends and numbers", () => {
    fc.assert(
      fc.property(file, ({ text, steps }) => {
        expect(parseResults(text)).toEqual({ steps });
        expect(parseResults(new TextEncoder().encode(text))).toEqual({ steps });
      }),
      { numRuns: 300 },
    );
  });

  test("cut off anywhere behind its header gives no number that was not there", () => {
    fc.assert(
      fc.property(file, fc.nat(), ({ text, steps, headerLength }, place) => {
        const cut = headerLength + (place % Math.max(1, text.length - headerLength));
        for (const step of parseResults(text.slice(0, cut)).steps) {
          const { timestamp: _perhapsCut, ...metrics } = step;
          expect(steps[step.step - 1]).toMatchObject(metrics);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("what was left out is said", () => {
  test.each([
    ["a cut-off line", "step,a,b\n1,2,3\n2,4", ["the last line, 3, is cut off: its last cell was left out"]],
    [
      "a line cut off in its step",
      "step,a,b\n1,2,3\n2",
      ["the last line, 3, is cut off: its last cell was left out"],
    ],
    [
      "an open quotation mark",
      'step,a\n1,2\n2,"x',
      ["the last line is cut off inside quotation marks: it was left out"],
    ],
    [
      "short lines",
      "step,a,b\n1,2\n2,3,4\n3,4",
      ["lines 2, 4: fewer cells than the header; the last cell of each was left out"],
    ],
    ["a long line", "step,a\n1,2,3", ["line 2: more cells than the header; those beyond it were left out"]],
    ["a line without a step", "step,a\n,2\nx,3\n1,4", ["lines 2, 3: no step number; left out"]],
  ])("%s", (_name, text, notes) => {
    expect(parseResults(text).notes).toEqual(notes);
  });

  test("nothing is said of a whole file, nor of empty lines", () => {
    expect(parseResults("step,a\n1,2\n\n2,\n")).toEqual({ steps: [{ step: 1, a: 2 }, { step: 2 }] });
  });
});

test("of a step that stands there twice the later line counts", () => {
  expect(parseResults("step,a,b\n1,1,1\n2,2,2\n1,3,").steps).toEqual([
    { step: 1, a: 3 },
    { step: 2, a: 2, b: 2 },
  ]);
});
