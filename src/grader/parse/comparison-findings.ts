import type { Finding } from "#finding.js";
import { jsonPointer } from "#json/json-value.js";
import type { StringCheckGrader, TextSimilarityGrader } from "#grader/config/grader-config.js";
import type { PlacedGrader } from "./placed-graders.js";
import { compileTemplate } from "#grader/language/template.js";
import { templateTexts } from "./template-texts.js";

/** Comparisons whose score cannot depend on the answer, or depends on it the wrong way round. */
export function comparisonFindings({ path, config }: PlacedGrader): Finding[] {
  switch (config.type) {
    case "string_check":
    case "text_similarity":
      return neverVaries(config, path) ?? swapped(config, path);
    case "score_model":
    case "label_model":
      return templateTexts(config).some(({ text }) => readsSample(text)) ? [] : [blindJudge(path)];
    case "python":
    case "multi":
      return [];
  }
}

function readsSample(template: string): boolean {
  return compileTemplate(template).references.some(({ namespace }) => namespace === "sample");
}

function neverVaries(
  { input, reference }: StringCheckGrader | TextSimilarityGrader,
  path: readonly string[],
): Finding[] | undefined {
  const isSame = normalise(input) === normalise(reference);
  if (!isSame && (readsSample(input) || readsSample(reference))) return undefined;
  return [
    {
      code: "template-never-varies",
      severity: "warning",
      message: isSame
        ? `input and reference are both ${JSON.stringify(input)}: every answer gets the same score`
        : "neither input nor reference reads the answer: whatever the model says, the score is the same",
      help: "Compare {{sample.output_text}} or {{sample.output_json.field}} with a field of the row.",
      pointer: jsonPointer(path),
    },
  ];
}

/** The template with its references in normal form, so that white space inside the braces does not matter. */
function normalise(template: string): string {
  return compileTemplate(template)
    .parts.map((part) => (typeof part === "string" ? part : `{{${part.text}}}`))
    .join("");
}

function blindJudge(path: readonly string[]): Finding {
  return {
    code: "template-never-varies",
    severity: "warning",
    message: "the judge's messages never show it the answer: nothing in them reads the sample",
    help: "Put {{sample.output_text}} into the message that asks for the score.",
    pointer: jsonPointer([...path, "input"]),
  };
}

/**
 * What swapping the two sides does to a score. Only these are not symmetric: `eq`, `ne`, `fuzzy_match`, the F-measure
 * of ROUGE and GLEU (the lesser of precision and recall) give the same either way.
 */
const asymmetric: Readonly<Record<string, string>> = {
  like: "asks whether the row's text holds the answer, so an empty answer passes",
  ilike: "asks whether the row's text holds the answer, so an empty answer passes",
  bleu: "takes the row's text for the translation and the answer for the reference",
  meteor: "takes the row's text for the translation and the answer for the reference",
};

function swapped(config: StringCheckGrader | TextSimilarityGrader, path: readonly string[]): Finding[] {
  const operation = config.type === "string_check" ? config.operation : config.evaluation_metric;
  const effect = asymmetric[operation];
  if (effect === undefined || readsSample(config.input) || !readsSample(config.reference)) return [];
  return [
    {
      code: "input-and-reference-swapped",
      severity: "warning",
      message: `the answer stands in reference and the row's text in input: ${operation} ${effect}`,
      help: "Exchange the two: the answer belongs in input, what it is compared with in reference.",
      pointer: jsonPointer([...path, "reference"]),
    },
  ];
}
