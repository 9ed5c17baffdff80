/**
 * What one training step measured, by the service's own metric names (`train_mean_reward`, ...).
 * An empty cell is an absent key, never 0; a cell that is not a number (`timestamp`) stays text.
 */
export interface StepMetrics {
  step: number;
  [metric: string]: number | string;
}

// .NET prints 9.13E-05; no other notation has been seen in a result file.
const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** How many kinds of lines, by which cells are empty, get a mould: a file has two or three. */
const mostMoulds = 32;

/**
 * An object with the keys of one kind of line. V8 gives the results of `JSON.parse`, and copies of them, one hidden
 * class; an object built up from a dozen computed keys becomes a hash table of twice the size and half the speed.
 */
function mouldOf(keys: readonly string[]): StepMetrics {
  const members = ["step", ...keys].map((key) => `${JSON.stringify(key)}:0.5`);
  return JSON.parse(`{${members.join(",")}}`);
}

/**
 * Makes the reader of a file's lines: turns a line's cells into metrics, or undefined if it has no step number. A line
 * may have fewer cells than there are names.
 */
export function createStepReader(
  names: readonly string[],
  stepColumn: number,
): (cells: readonly string[]) => StepMetrics | undefined {
  const moulds = new Map<string, StepMetrics>();
  const isFilled = (cells: readonly string[], column: number) =>
    column !== stepColumn && cells[column] !== undefined && cells[column] !== "";
  const newStep = (cells: readonly string[]): StepMetrics => {
    let kind = "";
    for (let column = 0; column < names.length; column++) kind += isFilled(cells, column) ? "1" : "0";
    const known = moulds.get(kind);
    if (known) return { ...known };
    const mould = mouldOf(names.filter((_, column) => isFilled(cells, column)));
    if (moulds.size < mostMoulds) moulds.set(kind, mould);
    return { ...mould };
  };
  return (cells) => {
    const text = cells[stepColumn] ?? "";
    const step = Number(text);
    if (!number.test(text) || !Number.isSafeInteger(step)) return undefined;
    const metrics = newStep(cells);
    metrics.step = step;
    for (let column = 0; column < names.length; column++) {
      const [name, cell] = [names[column], cells[column]];
      if (name === undefined || cell === undefined || !isFilled(cells, column)) continue;
      metrics[name] = number.test(cell) ? Number(cell) : cell;
    }
    return metrics;
  };
}
