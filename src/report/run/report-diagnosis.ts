import type { ChalkInstance } from "chalk";
import type { Diagnosis } from "#run/diagnosis/diagnosis.js";
import type { RunResult } from "#run/outcome/run-result.js";
import { printable } from "#words/printable.js";
import { notJudgedWords, silenceOf } from "./not-judged-words.js";
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
  const { diagnosis, kind } = run;
  if (kind !== "reinforcement") return "";
  const found = diagnosis.map((one) => reportOne(one, width, style)).join("");
  const silence = silenceOf(run);
  const others = notJudgedWords(run);
  return `\n${found}${silence === undefined ? "" : wrap(silence, width, "  ")}${others === undefined ? "" : `${style.dim(wrap(others, width, "  ").trimEnd())}\n`}`;
}
