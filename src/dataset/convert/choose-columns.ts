import { didYouMean } from "#words/closest-name.js";
import { type ConvertOptions, type RefusedRow, referenceField } from "./row-conversion.js";

/** The columns or fields of the prompt and, if there is one, of the reference. */
export interface Columns {
  prompt: string;
  reference?: string;
}

/** Names of prompts and answers in published data sets, in lower case. */
const promptNames = ["prompt", "question", "input", "instruction", "problem", "query", "task"];
const referenceNames = [
  referenceField,
  "answer",
  "reference",
  "completion",
  "output",
  "response",
  "solution",
  "target",
  "label",
  "expected",
  "expected_answer",
  "final_answer",
  "ground_truth",
  "correct_answer",
];

/** Picks from the available columns: those the options name, else those whose names fit, if only one does. */
export function chooseColumns(names: readonly string[], options: ConvertOptions): Columns | RefusedRow {
  const prompt = choose("prompt", names, options.prompt, promptNames);
  if (typeof prompt !== "string") {
    return prompt ?? { reason: `no field is known to be the prompt: name it with --prompt (${list(names)})` };
  }
  if (prompt === options.reference) {
    return { reason: `--prompt and --reference both name "${prompt}"` };
  }
  const others = names.filter((name) => name !== prompt);
  const own = others.includes(referenceField) ? referenceField : undefined;
  const reference = choose("reference", others, options.reference ?? own, referenceNames);
  if (typeof reference === "object") return reference;
  return reference === undefined ? { prompt } : { prompt, reference };
}

/** Undefined if no name fits; a refusal if the wanted one is missing or several fit. */
function choose(
  what: "prompt" | "reference",
  names: readonly string[],
  wanted: string | undefined,
  known: readonly string[],
): string | RefusedRow | undefined {
  if (wanted !== undefined) {
    if (names.includes(wanted)) return wanted;
    return { reason: `there is no field "${wanted}": ${didYouMean(wanted, names) ?? list(names)}` };
  }
  const fitting = names.filter((name) => known.includes(name.trim().toLowerCase()));
  if (fitting.length <= 1) return fitting[0];
  return { reason: `${list(fitting)} may each be the ${what}: name one with --${what}` };
}

const namesShown = 8;

function list(names: readonly string[]): string {
  if (names.length === 0) return "there are no fields";
  const more = names.length > namesShown ? `, and ${names.length - namesShown} more` : "";
  return names.slice(0, namesShown).join(", ") + more;
}
