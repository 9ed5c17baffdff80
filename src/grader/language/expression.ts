import {
  type BinaryOperator,
  FormulaError,
  type FormulaFunction,
  type FormulaNode,
  parseFormula,
} from "./parse-formula.js";

export { FormulaError } from "./parse-formula.js";

/** A compiled `calculate_output`. */
export interface Formula {
  /** The variables it reads, each once, in order of appearance. */
  readonly names: string[];
  readonly root: FormulaNode;
  /**
   * The formula's value.
   * @throws FormulaError `unknown_name` for a variable without a value, `domain` if any step has no finite real value
   * (a division by 0, the root of -1): never Infinity or NaN.
   */
  evaluate(values: Readonly<Record<string, number>>): number;
}

const operators: Record<BinaryOperator, (a: number, b: number) => number> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "^": (a, b) => a ** b,
};

const functions: Record<FormulaFunction, (...values: number[]) => number> = {
  min: Math.min,
  max: Math.max,
  abs: Math.abs,
  floor: Math.floor,
  ceil: Math.ceil,
  exp: Math.exp,
  sqrt: Math.sqrt,
  log: Math.log,
};

/**
 * Compiles a formula over sub-grader keys: `+ - * / ^`, brackets, min max abs floor ceil exp sqrt log.
 * @throws FormulaError as `parseFormula`.
 */
export function compileFormula(text: string): Formula {
  const root = parseFormula(text);
  return { names: [...namesIn(root)], root, evaluate: (values) => evaluateNode(root, values) };
}

function namesIn(node: FormulaNode, names = new Set<string>()): Set<string> {
  switch (node.kind) {
    case "number":
      break;
    case "name":
      names.add(node.name);
      break;
    case "negate":
      namesIn(node.operand, names);
      break;
    case "binary":
      namesIn(node.left, names);
      namesIn(node.right, names);
      break;
    case "call":
      for (const argument of node.arguments) namesIn(argument, names);
      break;
  }
  return names;
}

function evaluateNode(node: FormulaNode, values: Readonly<Record<string, number>>): number {
  switch (node.kind) {
    case "number":
      return node.value;
    case "name":
      return real(valueOf(node.name, values), node.name);
    case "negate":
      return -evaluateNode(node.operand, values);
    case "binary": {
      const left = evaluateNode(node.left, values);
      const right = evaluateNode(node.right, values);
      return real(operators[node.operator](left, right), `${left} ${node.operator} ${right}`);
    }
    case "call": {
      const given = node.arguments.map((argument) => evaluateNode(argument, values));
      return real(functions[node.name](...given), `${node.name}(${given.join(", ")})`);
    }
  }
}

function valueOf(name: string, values: Readonly<Record<string, number>>): number {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value !== undefined) return value;
  throw new FormulaError("unknown_name", `there is no value for ${name}`, { unknownName: name });
}

function real(value: number, step: string): number {
  if (Number.isFinite(value)) return value;
  throw new FormulaError("domain", `${step} has no finite real value`);
}
