import { meanOf } from "#figures/mean-of.js";

/** One point of a curve: a step and a value. */
export interface Point {
  x: number;
  y: number;
}

/** A curve of a chart. */
export interface Curve {
  name: string;
  /** Sorted by `x`. */
  points: readonly Point[];
  /** Draws single marks, such as `●`; a line if absent. */
  mark?: string;
  /** Colours what is drawn of this curve. */
  paint?: (text: string) => string;
}

/** The size of a chart, and its axis. */
export interface ChartOptions {
  /** Characters of a whole line, including the axis labels. */
  width: number;
  /** Lines of the drawing itself. */
  height: number;
  /** A value as the axis shows it. */
  label: (value: number) => string;
  /** The axis reaches at least this low; absent, it starts at the lowest point. */
  min?: number;
}

const levels = "▁▂▃▄▅▆▇█";

/** A bar for a share of the highest value, 0 < share <= 1. */
export function levelBar(share: number): string {
  const index = Math.ceil(share * levels.length) - 1;
  return levels[Math.min(levels.length - 1, Math.max(0, index))] ?? "";
}

/** Averages values into at most `width` columns; undefined for a column without values. */
function toColumns(values: readonly (number | undefined)[], width: number): (number | undefined)[] {
  if (values.length <= width) return [...values];
  return Array.from({ length: width }, (_, column) => {
    const [from, to] = [column, column + 1].map((edge) => Math.floor((edge * values.length) / width));
    return meanOf(values.slice(from, to).filter((value) => value !== undefined));
  });
}

/**
 * A curve on one line of at most `width` characters, scaled from the lowest value to the highest; a blank for a
 * missing value. Longer curves are averaged by column.
 */
export function sparkline(values: readonly (number | undefined)[], width: number): string {
  const columns = toColumns(values, width);
  let [lowest, highest] = [Infinity, -Infinity];
  for (const value of columns) {
    if (value === undefined) continue;
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  const span = highest - lowest;
  return columns
    .map((value) => (value === undefined ? " " : levelBar(span === 0 ? 0.5 : (value - lowest) / span)))
    .join("");
}

/** The frame that all curves of a chart are drawn in. */
interface Frame {
  columns: number;
  rows: number;
  x: { min: number; max: number };
  y: { min: number; max: number };
}

function extent(values: Iterable<number>): { min: number; max: number } {
  let [min, max] = [Infinity, -Infinity];
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return { min, max };
}

function* coordinates(curves: readonly Curve[], axis: "x" | "y"): Generator<number> {
  for (const { points } of curves) for (const point of points) yield point[axis];
}

function columnOf(x: number, { columns, x: { min, max } }: Frame): number {
  return max === min ? 0 : Math.round(((x - min) / (max - min)) * (columns - 1));
}

/** 0 is the top line. */
function rowOf(y: number, { rows, y: { min, max } }: Frame): number {
  return max === min ? Math.floor(rows / 2) : Math.round(((max - y) / (max - min)) * (rows - 1));
}

/** The line's row in each column from first to last: the mean of the column's points, interpolated if it has none. */
function lineRows(points: readonly Point[], frame: Frame): Map<number, number> {
  const sums = new Map<number, { sum: number; count: number }>();
  for (const { x, y } of points) {
    const column = columnOf(x, frame);
    const { sum, count } = sums.get(column) ?? { sum: 0, count: 0 };
    sums.set(column, { sum: sum + y, count: count + 1 });
  }
  const rows = new Map<number, number>();
  let last: { column: number; y: number } | undefined;
  for (const [column, { sum, count }] of sums) {
    const y = sum / count;
    const from = last ?? { column, y };
    for (let between = from.column + 1; between < column; between++) {
      const share = (between - from.column) / (column - from.column);
      rows.set(between, rowOf(from.y + share * (y - from.y), frame));
    }
    rows.set(column, rowOf(y, frame));
    last = { column, y };
  }
  return rows;
}

type Cells = string[][];

function put(cells: Cells, row: number, column: number, text: string): void {
  const line = cells[row];
  if (line) line[column] = text;
}

/** Draws a line in box characters: level pieces, and an upright wherever the row changes. */
function drawLine(cells: Cells, rows: ReadonlyMap<number, number>, paint: (text: string) => string): void {
  let before: number | undefined;
  for (const [column, row] of rows) {
    const from = before ?? row;
    before = row;
    if (from === row) {
      put(cells, row, column, paint("─"));
      continue;
    }
    const falls = row > from;
    put(cells, from, column, paint(falls ? "╮" : "╯"));
    put(cells, row, column, paint(falls ? "╰" : "╭"));
    for (let upright = Math.min(from, row) + 1; upright < Math.max(from, row); upright++)
      put(cells, upright, column, paint("│"));
  }
}

function drawCurve(cells: Cells, { points, mark, paint = (text) => text }: Curve, frame: Frame): void {
  if (mark === undefined) {
    drawLine(cells, lineRows(points, frame), paint);
    return;
  }
  for (const { x, y } of points) put(cells, rowOf(y, frame), columnOf(x, frame), paint(mark));
}

/** A label on every second line, including the first and the last; one in the middle if all values are equal. */
function axisLabels({ min, max }: Frame["y"], rows: number, label: (value: number) => string): string[] {
  if (min === max)
    return Array.from({ length: rows }, (_, row) => (row === Math.floor(rows / 2) ? label(min) : ""));
  return Array.from({ length: rows }, (_, row) =>
    row === rows - 1 || (row % 2 === 0 && row < rows - 2)
      ? label(max - (row / (rows - 1)) * (max - min))
      : "",
  );
}

/** The first and, if there is room, the last step, below the drawing. */
function stepAxis({ x, columns }: Frame): string {
  const [first, last] = [String(x.min), String(x.max)];
  if (first === last) return first;
  const room = columns - first.length - last.length;
  return room < 1 ? first : first + " ".repeat(room) + last;
}

/**
 * Curves over steps as lines of text, each with a line break; later curves are drawn over earlier ones. Empty if
 * there are no points, or no room for ten columns.
 */
export function drawChart(curves: readonly Curve[], { width, height, label, min }: ChartOptions): string {
  const drawn = curves.filter(({ points }) => points.length > 0);
  const y = extent(coordinates(drawn, "y"));
  if (drawn.length === 0) return "";
  if (min !== undefined) y.min = Math.min(min, y.min);
  const labels = axisLabels(y, height, label);
  const margin = Math.max(...labels.map(({ length }) => length));
  const columns = width - margin - 2;
  if (columns < 10) return "";
  const frame: Frame = { columns, rows: height, x: extent(coordinates(drawn, "x")), y };
  const cells: Cells = Array.from({ length: height }, () => Array<string>(columns).fill(" "));
  for (const curve of drawn) drawCurve(cells, curve, frame);
  const lines = cells.map(
    (line, row) => `${(labels[row] ?? "").padStart(margin)} ┤${line.join("").trimEnd()}\n`,
  );
  return `${lines.join("")}${" ".repeat(margin + 2)}${stepAxis(frame)}\n`;
}
