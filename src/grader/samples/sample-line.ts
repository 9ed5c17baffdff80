import { type JsonObject, type JsonValue, isJsonObject, jsonType } from "#json/json-value.js";
import { invalidJsonFault } from "#dataset/read/line-faults.js";
import { type NumberTexts, type SourceValue, parseKeepingNumbers } from "#json/number-texts.js";
import { type Sample, type SourceSample, sourceSampleFromText } from "#grader/language/sample.js";
import type { TemplateScope } from "#grader/language/template.js";

/**
 * Reads a line of a samples file: `{"item": {...}, "sample": {"output_text": "..."}}`, or `output_text` at top level.
 * Variables the sample lacks are made from its text, as `graders/run` does; other keys are ignored.
 * @returns what a grader scores, or the reason, as a phrase, why the line cannot be read
 */
export function parseSampleLine(text: string): TemplateScope | string {
  if (text.trim() === "") return "the line is blank";
  const row = attemptParse(text);
  if (typeof row === "string") return row;
  const { value, numbers } = row;
  if (!isJsonObject(value)) return `the line holds ${jsonType(value)}, not an object`;
  const item = value["item"] ?? {};
  if (!isJsonObject(item)) return `item is ${jsonType(item)}, not an object`;
  const given = value["sample"] ?? value;
  if (!isJsonObject(given)) return `sample is ${jsonType(given)}, not an object`;
  const made = makeSample(given, numbers);
  if (typeof made === "string") return made;
  const all = mergeNumbers(numbers, made.numbers);
  return { item, sample: made.sample, ...(all && { numbers: all }) };
}

function attemptParse(text: string): SourceValue | string {
  try {
    return parseKeepingNumbers(text);
  } catch {
    return invalidJsonFault(text, 1).write().message;
  }
}

/** An answer that only calls tools has no text: null counts as an empty text. */
function makeSample(given: JsonObject, numbers: NumberTexts | undefined): SourceSample | string {
  const text = given["output_text"] === null ? "" : given["output_text"];
  if (text === undefined) return "neither the line nor its sample has output_text";
  if (typeof text !== "string") return `output_text is ${jsonType(text)}, not a string`;
  for (const key of ["output_tools", "choices"]) {
    const list = given[key] ?? [];
    if (!Array.isArray(list)) return `${key} is ${jsonType(list)}, not an array`;
  }
  const made = sourceSampleFromText(text);
  const own = ownVariables(given);
  return own ? withOwnVariables(own, made, { given, numbers }) : made;
}

/** Number texts are keyed by the number's holder: one that is all of `output_json` moves to the new sample. */
function withOwnVariables(
  own: Partial<Sample>,
  made: SourceSample,
  line: { given: JsonObject; numbers: NumberTexts | undefined },
): SourceSample {
  const sample: Sample = { ...made.sample, ...own };
  const text =
    own.output_json === undefined
      ? made.numbers?.get(made.sample)?.get("output_json")
      : line.numbers?.get(line.given)?.get("output_json");
  const numbers = new Map(own.output_json === undefined ? made.numbers : undefined);
  if (text !== undefined) numbers.set(sample, new Map([["output_json", text]]));
  return { sample, numbers };
}

/** The variables that the line gives besides the text; undefined if none, as in most lines. */
function ownVariables(given: JsonObject): Partial<Sample> | undefined {
  const { output_json: json, output_tools: tools, choices } = given;
  const own: Partial<Sample> = {
    ...(isGiven(json) && { output_json: json }),
    ...(Array.isArray(tools) && { output_tools: tools }),
    ...(Array.isArray(choices) && { choices }),
  };
  return Object.keys(own).length > 0 ? own : undefined;
}

/** Null means that the sample lacks the variable, in the service's own dumps too. */
function isGiven(value: JsonValue | undefined): value is JsonValue {
  return value !== undefined && value !== null;
}

function mergeNumbers(a: NumberTexts | undefined, b: NumberTexts | undefined): NumberTexts | undefined {
  return a && b ? new Map([...a, ...b]) : (a ?? b);
}
