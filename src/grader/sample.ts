import { type JsonValue, parseJson } from "../json.js";

/** What a grader sees of a model's answer: the `sample` namespace of its templates. */
export interface Sample {
  output_text: string;
  /** Present where the text is JSON. */
  output_json?: JsonValue;
  /** The tool calls of the first choice. */
  output_tools?: JsonValue[];
  choices?: JsonValue[];
}

/** The variables that a template may read from a sample (OpenAI graders guide, 2025-05-20). */
export const sampleVariables = [
  "output_text",
  "output_json",
  "output_tools",
  "choices",
  "output_audio",
] as const;

/** The value of a sample's variable; undefined where this sample does not have it. */
export function sampleVariable(sample: Sample, name: string): JsonValue | undefined {
  switch (name) {
    case "output_text":
      return sample.output_text;
    case "output_json":
      return sample.output_json;
    case "output_tools":
      return sample.output_tools;
    case "choices":
      return sample.choices;
    default:
      return undefined;
  }
}

/** A sample from an answer's text, as the service's `graders/run` makes it from `model_sample`. */
export function sampleFromText(text: string): Sample {
  const choices: JsonValue[] = [
    { index: 0, message: { role: "assistant", content: text }, finish_reason: "stop" },
  ];
  const json = jsonOrUndefined(text);
  return json === undefined
    ? { output_text: text, choices }
    : { output_text: text, output_json: json, choices };
}

// Most answers are prose: a look at the first character spares them the cost of a thrown SyntaxError.
const jsonStart = /^[ \t\r\n]*[[{"\-0-9tfn]/;

function jsonOrUndefined(text: string): JsonValue | undefined {
  if (!jsonStart.test(text)) return undefined;
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
