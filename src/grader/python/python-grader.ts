import { type JsonObject, type JsonValue, isJsonObject } from "#json/json-value.js";
import type { PythonGrader } from "#grader/config/grader-config.js";
import type { Outcome } from "#grader/config/grader-part.js";
import type { PythonProcess, PythonReply } from "./python-process.js";
import { UnrenderableValue, dumpJson } from "#grader/language/render-value.js";
import type { TemplateScope } from "#grader/language/template.js";

/**
 * Makes a python grader run in a process. Anything but a finite number, including an exception or a timeout, gives 0
 * ("Any other result will be marked as invalid and return a 0 grade": OpenAI graders guide, 2025-05); whole numbers,
 * True and False count as numbers.
 */
export function compilePython(
  { source }: PythonGrader,
  python: PythonProcess,
): (scope: TemplateScope) => Promise<Outcome> {
  return async (scope) => {
    try {
      return readReply(await python.grade(source, writeSubject(scope)));
    } catch (error) {
      if (!(error instanceof UnrenderableValue)) throw error;
      return { value: 0, raised: ["other_error"], detail: error.message };
    }
  };
}

/** The two arguments; a sample always has the five keys that the guide names. */
function writeSubject({ item, sample, numbers }: TemplateScope): { sample: string; item: string } {
  const whole: JsonObject = {
    choices: sample.choices ?? [],
    output_text: sample.output_text,
    output_json: sample.output_json ?? null,
    output_tools: sample.output_tools ?? [],
    output_audio: null,
  };
  const ofSample = numbers?.get(sample);
  const all = ofSample ? new Map([...(numbers ?? []), [whole, ofSample] as const]) : numbers;
  return { sample: dumpJson(whole, all), item: dumpJson(item, numbers) };
}

function readReply(reply: PythonReply): Outcome {
  if (reply.kind === "absent") return { value: null, raised: [], detail: reply.reason };
  if (reply.kind === "ended") return invalid(reply.reason);
  const { value } = reply;
  if (!isJsonObject(value)) return invalid("the Python process gave no result");
  if (typeof value["value"] === "number") return { value: value["value"], raised: [] };
  if ("returned" in value) return invalid(`grade returned ${text(value["returned"])}, not a finite number`);
  return invalid(describeException(value));
}

function invalid(detail: string): Outcome {
  return { value: 0, raised: ["python_grader_runtime_error"], detail };
}

function describeException({ raised, line, missing }: JsonObject): string {
  const place = typeof line === "number" ? ` at line ${line} of source` : "";
  const what = typeof missing === "string" ? `: the package ${missing} is not installed here` : "";
  return `${text(raised)}${place}${what}`;
}

function text(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "something";
}
