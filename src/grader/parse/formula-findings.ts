import { didYouMean } from "#words/closest-name.js";
import type { Finding } from "#finding.js";
import { jsonPointer } from "#json/json-value.js";
import type { MultiGrader } from "#grader/config/grader-config.js";
import { type Formula, FormulaError, compileFormula } from "#grader/language/expression.js";
import { formulaFunctions } from "#grader/language/parse-formula.js";

const variable = /^[A-Za-z_][A-Za-z0-9_]*$/;
const pointer = jsonPointer(["calculate_output"]);

/** Faults in a multi grader's formula, and mismatches with its sub-graders. */
export function formulaFindings(grader: MultiGrader): Finding[] {
  let formula: Formula;
  try {
    formula = compileFormula(grader.calculate_output);
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    return [unreadable(error)];
  }
  const unknown = formula.names.filter((name) => !Object.hasOwn(grader.graders, name));
  // An unread sub-grader is usually the one an unknown name meant: report the unknown name only.
  if (unknown.length > 0) return unknown.map((name) => unknownVariable(name, grader));
  return Object.keys(grader.graders)
    .filter((key) => !formula.names.includes(key))
    .map(unusedSubgrader);
}

function unreadable(error: FormulaError): Finding {
  if (error.kind === "unknown_name") {
    const name = error.unknownName?.slice(0, -"()".length) ?? "";
    return {
      code: "expression-unknown-name",
      severity: "error",
      message: `calculate_output: ${error.message}`,
      help: didYouMean(name, formulaFunctions) ?? `The functions are ${formulaFunctions.join(", ")}.`,
      pointer,
    };
  }
  const place = error.position === undefined ? "" : ` at character ${error.position + 1}`;
  return {
    code: "expression-syntax",
    severity: "error",
    message: `calculate_output: ${error.message}${place}`,
    help: `Use numbers, the keys of graders, + - * / ^, brackets and ${formulaFunctions.join(", ")}; power is ^, not **.`,
    pointer,
  };
}

function unknownVariable(name: string, { graders }: MultiGrader): Finding {
  const keys = Object.keys(graders);
  const named = keys.find((key) => graders[key]?.name === name);
  return {
    code: "expression-unknown-name",
    severity: "error",
    message: `calculate_output reads "${name}", and graders has no such key`,
    help:
      named === undefined
        ? (didYouMean(name, keys) ?? `The keys are ${keys.join(", ") || "none"}.`)
        : `"${name}" is a sub-grader's name; the formula goes by its key, "${named}".`,
    pointer,
  };
}

function unusedSubgrader(key: string): Finding {
  const isVariable = variable.test(key);
  return {
    code: "subgrader-unused",
    severity: "warning",
    message: isVariable
      ? `calculate_output never reads the sub-grader "${key}"`
      : `calculate_output cannot read the sub-grader "${key}": its key is not a name of letters, digits and _`,
    help: isVariable
      ? "Use it in calculate_output or remove it; it costs time and its errors still count."
      : `Rename the key, for example to "${key.replaceAll(/[^A-Za-z0-9_]+/g, "_").replace(/^(?=\d)/, "_")}".`,
    pointer: jsonPointer(["graders", key]),
  };
}
