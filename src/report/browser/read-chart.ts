/** One curve, read from its column of the table. */
interface Curve {
  name: string;
  isBold: boolean;
  /** The CSS custom property that holds its colour. */
  colour: string;
}

/** A chart, read from its figure and the table in it. */
export interface ChartData {
  xName: string;
  curves: Curve[];
  /** The x column, then one per curve. */
  columns: [number[], ...(number | null)[][]];
  fromZero: boolean;
  mark?: { x: number; label: string };
  band?: { low: number; high: number };
}

function numberIn(cell: Element | undefined): number | null {
  const text = cell?.textContent.trim() ?? "";
  return text === "" ? null : Number(text);
}

/** Reads a chart from its table, so that the file holds the numbers only once. */
export function readChart(figure: HTMLElement): ChartData {
  const [xHead, ...heads] = figure.querySelectorAll<HTMLElement>("thead th");
  const curves = heads.map((head) => ({
    name: head.textContent.trim(),
    isBold: head.dataset["role"] === "valid",
    colour: `--${head.dataset["colour"] ?? "c-train"}`,
  }));
  const x: number[] = [];
  const values: (number | null)[][] = curves.map(() => []);
  for (const row of figure.querySelectorAll("tbody tr")) {
    const [first, ...cells] = row.children;
    x.push(numberIn(first) ?? 0);
    values.forEach((column, index) => column.push(numberIn(cells[index])));
  }
  const { mark, markLabel = "", low, high, fromZero } = figure.dataset;
  return {
    xName: xHead?.textContent.trim() ?? "",
    curves,
    columns: [x, ...values],
    fromZero: fromZero !== undefined,
    ...(mark !== undefined && { mark: { x: Number(mark), label: markLabel } }),
    ...(low !== undefined && high !== undefined && { band: { low: Number(low), high: Number(high) } }),
  };
}
