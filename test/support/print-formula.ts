import { type FormulaNode, formulaBinding } from "#grader/language/parse-formula.js";

/** A formula's text with no more brackets than it needs; parsing it gives the same tree. */
export function printFormula(node: FormulaNode): string {
  switch (node.kind) {
    case "number":
      return String(node.value);
    case "name":
      return node.name;
    case "call":
      return `${node.name}(${node.arguments.map(printFormula).join(", ")})`;
    case "negate":
      return `-${printOperand(node.operand, formulaBinding.sign)}`;
    case "binary": {
      const rank = formulaBinding[node.operator];
      const isPower = node.operator === "^";
      // `^` groups to the right, so its left operand needs the brackets; the others group to the left.
      const left = printOperand(node.left, isPower ? rank + 1 : rank);
      const right = isPower && node.right.kind === "negate" ? printFormula(node.right) : undefined;
      return `${left} ${node.operator} ${right ?? printOperand(node.right, isPower ? rank : rank + 1)}`;
    }
  }
}

function printOperand(node: FormulaNode, least: number): string {
  const text = printFormula(node);
  return bindingOf(node) < least ? `(${text})` : text;
}

function bindingOf(node: FormulaNode): number {
  if (node.kind === "binary") return formulaBinding[node.operator];
  return node.kind === "negate" ? formulaBinding.sign : Number.POSITIVE_INFINITY;
}
