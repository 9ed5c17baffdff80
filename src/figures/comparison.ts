const operators = {
  "<=": (a: number, b: number) => a <= b,
  ">=": (a: number, b: number) => a >= b,
  "==": (a: number, b: number) => a === b,
  "!=": (a: number, b: number) => a !== b,
  "<": (a: number, b: number) => a < b,
  ">": (a: number, b: number) => a > b,
} as const;

/** A quantity compared with a number, as in `--fail-if 'dollars.high>500'`. */
export interface Comparison {
  /** The name left of the operator, without blanks around it. */
  name: string;
  operator: keyof typeof operators;
  limit: number;
}

const form = /^\s*(.+?)\s*(<=|>=|==|!=|<|>)\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*$/;

function isOperator(text: string): text is keyof typeof operators {
  return Object.hasOwn(operators, text);
}

/** Parses `<name> <operator> <number>`; undefined for any other text. */
export function parseComparison(text: string): Comparison | undefined {
  const [, name, operator, limit] = form.exec(text) ?? [];
  if (name === undefined || operator === undefined || !isOperator(operator)) return undefined;
  return { name, operator, limit: Number(limit) };
}

/** Whether a value satisfies a comparison. */
export function holds(value: number, { operator, limit }: Omit<Comparison, "name">): boolean {
  return operators[operator](value, limit);
}
