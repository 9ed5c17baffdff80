import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { tidyCsv } from "#report/run/tidy-csv.js";

const written = (runs: Parameters<typeof tidyCsv>[0]) => [...tidyCsv(runs)].join("");

test("one run: a line for each number", () => {
  const steps = [
    { step: 1, train_mean_reward: 0.1, timestamp: "2026-01-05T09:00:00.2520000Z" },
    { step: 2, 'scores/a, "b"/x': 9.13e-5 },
  ];
  expect(written([{ source: "a.csv", steps }])).toBe(
    'step,metric,value\n1,train_mean_reward,0.1\n1,timestamp,2026-01-05T09:00:00.2520000Z\n2,"scores/a, ""b""/x",0.0000913\n',
  );
});

test("several runs have a column of their own", () => {
  const steps = [{ step: 1, a: 1 }];
  expect(
    written([
      { source: "x,y", steps },
      { source: "z", steps: [] },
    ]),
  ).toBe('run,step,metric,value\n"x,y",1,a,1\n');
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])("%j is no formula", (name) => {
  const text = written([{ source: "a", steps: [{ step: 1, [name]: name }] }]);
  const [, cells] = parse(text);
  expect(cells).toEqual(["1", `'${name}`, `'${name}`]);
});

test("whatever the names, a CSV reader gets them back", () => {
  const names = fc.array(
    fc
      .string({ minLength: 1 })
      // A name that has our apostrophe already reads as one that was given it.
      .filter((name) => name !== "step" && name !== "__proto__" && !/^'[=+\-@\t\r]/.test(name)),
  );
  fc.assert(
    fc.property(names, (metrics) => {
      const unique = [...new Set(metrics)];
      const steps = [{ step: 7, ...Object.fromEntries(unique.map((name, index) => [name, index + 0.5])) }];
      const rows = parse(written([{ source: "a", steps }])).slice(1);
      const read = rows.map(([, name]) => name?.replace(/^'(?=[=+\-@\t\r])/, ""));
      expect(read).toHaveLength(unique.length);
      expect(new Set(read)).toEqual(new Set(unique));
    }),
  );
});
