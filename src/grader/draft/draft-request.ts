import type { JsonObject } from "#json/json-value.js";
import type { RuleSet } from "#rules/rule-set.js";
import type { FieldProfile } from "./profile-fields.js";
import { stringCheckOperations, textSimilarityMetrics } from "#grader/config/grader-config.js";
import { renderValue } from "#grader/language/render-value.js";

/** What a model is told about the task that it drafts a grader for. */
export interface DraftTask {
  /** In the user's own words. */
  description: string;
  fields: readonly FieldProfile[];
  rows: number;
  rules: RuleSet;
}

const shownValues = 3;
const shownCharacters = 80;

/** The messages that ask a model to draft a grader. It sees each field's name, types, row count and three values. */
export function draftMessages({ description, fields, rows, rules }: DraftTask): JsonObject[] {
  const listed = fields.map(describeField).join("\n");
  return [
    { role: "developer", content: instructions(rules) },
    {
      role: "user",
      content: `The task: ${description}\n\nThe ${rows} training rows have a prompt (messages) and these fields:\n${listed}`,
    },
  ];
}

function describeField({ name, types, present, values }: FieldProfile): string {
  const shown = [...(values ?? [])]
    .slice(0, shownValues)
    .map((value) => JSON.stringify(renderValue(value).slice(0, shownCharacters)));
  const examples = shown.length === 0 ? "" : `, such as ${shown.join(", ")}`;
  return `- ${name}: ${[...types].join(" or ")}, in ${present} rows${examples}`;
}

/** The API's own forms, and the page's rules for choosing (Microsoft Learn, 2025-05). */
function instructions(rules: RuleSet): string {
  return [
    "You write graders for reinforcement fine-tuning on Azure OpenAI. Draft one grader and the response format of the answers.",
    "Templates: {{item.FIELD}} is a field of the row, {{sample.output_json.KEY}} a key of the answer's JSON, {{sample.output_text}} the answer's text. Read no field that is not listed.",
    `string_check: {"type":"string_check","name","input","reference","operation": ${stringCheckOperations.join("|")}}; for short, specific answers. like: input contains reference.`,
    `text_similarity: {"type":"text_similarity","name","input","reference","evaluation_metric": ${rulesMetrics()}}; for longer texts.`,
    `score_model: {"type":"score_model","name","model": ${rules.graderModels.value.join("|")},"range":[0,1],"input":[{"role","content"}]}; for what only a judge can tell. Its prompt shows the reference and an example of a great, a fair and a poor answer.`,
    'multi: {"type":"multi","name","graders":{"key":{...}},"calculate_output":"0.5 * key + ..."}; for partial credit. Keys are names of letters, digits and _; the formula knows + - * / ^, min, max, abs, floor, ceil, exp, sqrt, log.',
    "The right answer must earn 1 and an empty one 0. Give partial credit where an answer has parts.",
    'The response format is {"type":"json_schema","json_schema":{"name","strict":true,"schema":{...}}} with every property required and additionalProperties false; leave it empty where the answer is plain text.',
  ].join("\n");
}

function rulesMetrics(): string {
  return textSimilarityMetrics.filter((metric) => metric !== "cosine").join("|");
}

/** The format of the draft: two JSON texts, since a strict schema cannot allow arbitrary JSON. */
export function draftFormat(rules: RuleSet): JsonObject {
  const text = { type: "string" };
  const example = JSON.stringify({
    type: "score_model",
    name: "example",
    model: rules.graderModels.value[0] ?? "",
    input: [
      {
        role: "user",
        content:
          "From 0 to 1, how good is this answer? Great, 1: all of it is right. Fair, 0.5: a part is. Poor, 0: nothing is.\n\n{{sample.output_text}}",
      },
    ],
  });
  const use = {
    type: "object",
    properties: { field: text, use: text, reason: text },
    required: ["field", "use", "reason"],
    additionalProperties: false,
  };
  const schema = {
    type: "object",
    properties: {
      grader: { type: "string", description: `The grader as a JSON text, such as ${example}` },
      response_format: {
        type: "string",
        description: "The response format as a JSON text; empty for plain text, such as ",
      },
      fields: {
        type: "array",
        items: use,
        description: "Of each field of the rows: what it is used for (or unused), and why.",
      },
    },
    required: ["grader", "response_format", "fields"],
    additionalProperties: false,
  };
  return { type: "json_schema", json_schema: { name: "rft_grader_draft", strict: true, schema } };
}
