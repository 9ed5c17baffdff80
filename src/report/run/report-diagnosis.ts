import type { ChalkInstance } from "chalk";
import { leastEvaluations } from "#run/diagnosis/diagnose.js";
import type { Diagnosis } from "#run/diagnosis/diagnosis.js";
import type { RunResult } from "#run/outcome/run-result.js";
import { printable } from "#words/printable.js";
import { count } from "#words/quantities.js";
import { wrap } from "#words/wrap.js";

function reportOne(
  { code, severity, confidence, message, help }: Diagnosis,
  width: number,
  style: ChalkInstance,
) {
  const paint = severity === "warning" ? style.yellow : style.green;
  const text = wrap(`${severity} ${printable(message)} (${code}, confidence ${confidence})`, width, "  ");
  return paint(text.trimEnd()) + `\n${style.dim(wrap(help, width, "    ").trimEnd())}\n`;
}

/** The verdicts on a run, good or bad, each with what to do; without any, why there is none. */
export function reportDiagnosis(run: RunResult, width: number, style: ChalkInstance): string {
  const { diagnosis, evaluations, kind } = run;
  if (kind !== "reinforcement") return "";
  const found = diagnosis.map((one) => reportOne(one, width, style)).join("");
  const few = evaluations.length < leastEvaluations;
  const silence = few
    ? `  no verdict on the rewards: ${count(evaluations.length, "evaluation")} of the ${leastEvaluations} that it takes\n`
    : diagnosis.length === 0
      ? "  nothing stands out beyond the noise: neither a rise nor a fault\n"
      : "";
  return `\n${found}${silence}`;
}
