import type { BinaryOperator, FormulaFunction, FormulaNode } from "./parse-formula.js";

/** All numbers from min to max, both included. */
export interface Interval {
  readonly min: number;
  readonly max: number;
}

/**
 * Bounds a formula's value while its variables range over theirs. The bounds hold but need not be reached (`a - a`
 * gives -1 to 1). Undefined if there are none: a divisor that may be 0, the root of what may be negative.
 */
export function boundFormula(
  node: FormulaNode,
  variables: ReadonlyMap<string, Interval>,
): Interval | undefined {
  switch (node.kind) {
    case "number":
      return { min: node.value, max: node.value };
    case "name":
      return variables.get(node.name);
    case "negate": {
      const operand = boundFormula(node.operand, variables);
      return operand && { min: -operand.max, max: -operand.min };
    }
    case "binary": {
      const left = boundFormula(node.left, variables);
      const right = boundFormula(node.right, variables);
      return left && right && finite(combine(node.operator, left, right));
    }
    case "call": {
      const given = node.arguments.map((argument) => boundFormula(argument, variables));
      return given.every((interval) => interval !== undefined) ? finite(apply(node.name, given)) : undefined;
    }
  }
}

function finite(interval: Interval | undefined): Interval | undefined {
  return interval && Number.isFinite(interval.min) && Number.isFinite(interval.max) ? interval : undefined;
}

function hull(values: readonly number[]): Interval {
  return { min: Math.min(...values), max: Math.max(...values) };
}

function corners(left: Interval, right: Interval, operation: (a: number, b: number) => number): Interval {
  const { min, max } = left;
  return hull([
    operation(min, right.min),
    operation(min, right.max),
    operation(max, right.min),
    operation(max, right.max),
  ]);
}

function combine(operator: BinaryOperator, left: Interval, right: Interval): Interval | undefined {
  switch (operator) {
    case "+":
      return { min: left.min + right.min, max: left.max + right.max };
    case "-":
      return { min: left.min - right.max, max: left.max - right.min };
    case "*":
      return corners(left, right, (a, b) => a * b);
    case "/":
      return right.min > 0 || right.max < 0 ? corners(left, right, (a, b) => a / b) : undefined;
    case "^":
      return power(left, right);
  }
}

function power(base: Interval, exponent: Interval): Interval | undefined {
  const ends = corners(base, exponent, (a, b) => a ** b);
  // From 0 on, a power is monotone along either side, so its extremes are at the corners.
  if (base.min >= 0) return ends;
  const isWhole = exponent.min === exponent.max && Number.isInteger(exponent.min) && exponent.min >= 0;
  if (!isWhole) return undefined;
  return base.max > 0 ? hull([ends.min, ends.max, 0 ** exponent.min]) : ends;
}

const monotone = { floor: Math.floor, ceil: Math.ceil, exp: Math.exp, sqrt: Math.sqrt, log: Math.log };

function apply(name: FormulaFunction, given: readonly Interval[]): Interval {
  const mins = given.map(({ min }) => min);
  const maxs = given.map(({ max }) => max);
  if (name === "min") return { min: Math.min(...mins), max: Math.min(...maxs) };
  if (name === "max") return { min: Math.max(...mins), max: Math.max(...maxs) };
  const all = hull([...mins, ...maxs]);
  if (name !== "abs") return { min: monotone[name](all.min), max: monotone[name](all.max) };
  const sizes = hull([Math.abs(all.min), Math.abs(all.max)]);
  return all.min < 0 && all.max > 0 ? { min: 0, max: sizes.max } : sizes;
}
