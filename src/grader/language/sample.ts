import { type JsonValue, parseJson } from "#json/json-value.js";
import { type NumberTexts, type SourceValue, parseKeepingNumbers } from "#json/number-texts.js";

/** What a grader sees of a model's answer: the `sample` namespace of its templates. */
export interface Sample {
  output_text: string;
  /** Present if the text is JSON. */
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

/** The value of a sample's variable; undefined if this sample does not have it. */
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

/** A sample and how the numbers of its JSON were written. */
export interface SourceSample {
  sample: Sample;
  /** Absent if JavaScript writes every number the same. */
  numbers?: NumberTexts;
}

/** A sample from an answer's text, as the service's `graders/run` makes it from `model_sample`. */
export function sampleFromText(text: string): Sample {
  return makeSample(text, attemptJson(text, parseJson));
}

/** Like `sampleFromText`, keeping how the numbers in the text were written. */
export function sourceSampleFromText(text: string): SourceSample {
  const json = attemptJson(text, parseKeepingNumbers);
  const sample = makeSample(text, json?.value);
  const numbers = json && numbersOfSample(sample, json);
  return numbers ? { sample, numbers } : { sample };
}

/** The number texts of `output_json`; a number that is all of it belongs to the sample itself. */
function numbersOfSample(sample: Sample, { numbers, text }: SourceValue): NumberTexts | undefined {
  return text === undefined ? numbers : new Map([[sample, new Map([["output_json", text]])]]);
}

function makeSample(text: string, json: JsonValue | undefined): Sample {
  const choices: JsonValue[] = [
    { index: 0, message: { role: "assistant", content: text }, finish_reason: "stop" },
  ];
  return { output_text: text, ...(json !== undefined && { output_json: json }), choices };
}

// Most answers are prose: checking the first character saves the cost of a thrown SyntaxError.
const jsonStart = /^[ \t\r\n]*[[{"\-0-9tfn]/;

function attemptJson<T>(text: string, parse: (text: string) => T): T | undefined {
  if (!jsonStart.test(text)) return undefined;
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
