import { describe, expect, test } from "vitest";
import { type Curve, type Point, drawChart, levelBar, sparkline } from "#report/text/chart.js";

const points = (...values: number[]): Point[] => values.map((y, index) => ({ x: index + 1, y }));
const label = (value: number) => value.toFixed(1);
const draw = (curves: Curve[], width = 16, height = 5) => drawChart(curves, { width, height, label });

describe("drawChart", () => {
  test("draws a line from step to step, and marks over it", () => {
    const line = { name: "train", points: points(0, 1, 1, 0.5, 0) };
    const marks = {
      name: "valid",
      points: [
        { x: 1, y: 1 },
        { x: 5, y: 0.5 },
      ],
      mark: "o",
    };
    expect(draw([line, marks])).toBe(
      [
        "1.0 ┤o  ╭──╮",
        "    ┤  ╭╯  ╰─╮",
        "0.5 ┤  │     ╰╮o",
        "    ┤ ╭╯      ╰╮",
        "0.0 ┤─╯        ╰",
        "     1         5",
        "",
      ].join("\n"),
    );
  });

  test("is no wider than it was told, however many steps there are", () => {
    const long = points(...Array.from({ length: 100_000 }, (_, step) => Math.sin(step / 9000)));
    for (const width of [20, 80, 133]) {
      const lines = draw([{ name: "train", points: long }], width, 8).split("\n");
      expect(lines).toHaveLength(10);
      expect(Math.max(...lines.map(({ length }) => length))).toBe(width);
    }
  });

  test("many steps of one column are shown by their mean", () => {
    const noisy = points(...Array.from({ length: 1000 }, (_, step) => step % 2));
    const drawn = draw(
      [
        { name: "train", points: noisy },
        { name: "edge", points: points(0, 1), mark: "x" },
      ],
      20,
      3,
    );
    expect(drawn.split("\n")[1]).toMatch(/─{12}$/);
  });

  test.each([
    ["no points", [{ name: "none", points: [] }], 80],
    ["no room", [{ name: "train", points: points(1, 2) }], 12],
  ])("%s: nothing", (_name, curves, width) => {
    expect(draw(curves, width)).toBe("");
  });

  test("one value alone stands in the middle, labelled once", () => {
    expect(draw([{ name: "train", points: points(0.3) }])).toBe(
      "    ┤\n    ┤\n0.3 ┤─\n    ┤\n    ┤\n     1\n",
    );
  });

  test("negative values and a wished lowest value", () => {
    const drawn = drawChart([{ name: "a", points: points(-2, -1) }], {
      width: 20,
      height: 3,
      label,
      min: -4,
    });
    expect(drawn).toMatch(/^-1\.0 ┤.*\n +┤.*\n-4\.0 ┤/);
  });
});

describe("sparkline", () => {
  test.each([
    [[0, 1, 2, 3, 4, 5, 6, 7], 8, "▁▂▃▄▅▆▇█"],
    [[0, 0, 7, 7], 2, "▁█"],
    [[1, undefined, 2], 5, "▁ █"],
    [[3, 3], 5, "▄▄"],
    [[], 5, ""],
  ])("%j in %i columns", (values, width, line) => {
    expect(sparkline(values, width)).toBe(line);
  });
});

test("a level is never blank and never beyond the top", () => {
  expect([0, 0.01, 0.125, 0.126, 1, 2].map(levelBar)).toEqual(["▁", "▁", "▁", "▂", "█", "█"]);
});
