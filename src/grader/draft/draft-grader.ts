import type { JsonObject, JsonValue } from "#json/json-value.js";
import type { RuleSet } from "#rules/rule-set.js";
import type { FieldProfile } from "./profile-fields.js";
import { draftJudge } from "./draft-judge.js";
import type { FieldUse, GraderDraft } from "./field-use.js";
import { pathSegment } from "#grader/language/parse-reference.js";

/** Most characters of a short, specific answer, and of a text that is compared letter by letter. */
const shortAnswer = 60;
const shortText = 500;
/** Up to this many distinct values, each twice on average, are labels: the schema lists them. */
const labelsAtMost = 20;

/**
 * Drafts a grader and a response format by the page's rules for choosing one (Microsoft Learn, 2025-05): string_check
 * for short, specific answers; multi with partial credit for several of them; text_similarity for texts; a judge if no
 * field of the rows is the answer. A field whose value is in its own row's prompt but not in other rows' prompts counts
 * as part of the question.
 */
export function draftGrader(
  fields: readonly FieldProfile[],
  { rows, rules }: { rows: number; rules: RuleSet },
): GraderDraft {
  const judged = fields.map((field) => ({ field, fault: faultOf(field, rows) }));
  const usable = judged.flatMap(({ field, fault }) => (fault === undefined ? field : []));
  const named = usable.filter(({ isNamedReference }) => isNamedReference);
  const chosen = named.length > 0 ? named : usable;
  const unused = judged.flatMap(({ field, fault }): FieldUse[] =>
    chosen.includes(field)
      ? []
      : [
          {
            field: field.name,
            use: "unused",
            reason: fault ?? "another field's name says that it is the answer",
          },
        ],
  );
  if (chosen.length === 0) return draftJudge(fields, { uses: unused, rules });
  return {
    grader: graderFor(chosen),
    responseFormat: responseFormatFor(chosen, rows),
    uses: [...chosen.map(useOf), ...unused],
  };
}

/** Why answers cannot be compared with a field; undefined if they can. */
function faultOf(field: FieldProfile, rows: number): string | undefined {
  if (field.isId) return "it names the row";
  if (field.present < rows) return `${rows - field.present} of ${rows} rows lack it`;
  if (field.types.has("object") || field.types.has("array")) return "it is no single value";
  if (rows > 1 && field.values?.size === 1) return "it is the same in every row";
  if (field.inPrompt >= 0.9 && field.inOtherPrompt < 0.5)
    return "it stands in the prompt: a part of the question";
  return undefined;
}

function isShort({ longest }: FieldProfile): boolean {
  return longest <= shortAnswer;
}

function metricFor({ longest, isAscii }: FieldProfile): string {
  return longest <= shortText || !isAscii ? "fuzzy_match" : "rouge_l";
}

function useOf(field: FieldProfile): FieldUse {
  return isShort(field)
    ? { field: field.name, use: "string_check eq", reason: "short, specific answers" }
    : {
        field: field.name,
        use: `text_similarity ${metricFor(field)}`,
        reason: "texts; a judge (score_model) would also see what they mean",
      };
}

function graderFor(fields: readonly FieldProfile[]): JsonObject {
  const [only, ...more] = fields;
  if (only && more.length === 0) return compare(only, only.name);
  const keys = uniqueKeys(fields);
  const graders = Object.fromEntries(
    fields.map((field, index) => [keys[index] ?? "", compare(field, field.name)]),
  );
  return {
    type: "multi",
    name: "all fields",
    graders,
    calculate_output: `(${keys.join(" + ")}) / ${keys.length}`,
  };
}

function compare(field: FieldProfile, name: string): JsonObject {
  const input = `{{sample.output_json${pathSegment(field.name)}}}`;
  const reference = `{{item${pathSegment(field.name)}}}`;
  return isShort(field)
    ? { type: "string_check", name, input, reference, operation: "eq" }
    : { type: "text_similarity", name, input, reference, evaluation_metric: metricFor(field) };
}

/** Names that a formula can read, one per field. */
function uniqueKeys(fields: readonly FieldProfile[]): string[] {
  const keys: string[] = [];
  for (const { name } of fields) {
    const plain = name.replaceAll(/[^A-Za-z0-9_]+/g, "_").replace(/^(?=\d|$)/, "field_");
    let key = plain;
    for (let copy = 2; keys.includes(key); copy++) key = `${plain}_${copy}`;
    keys.push(key);
  }
  return keys;
}

function responseFormatFor(fields: readonly FieldProfile[], rows: number): JsonObject {
  return {
    type: "json_schema",
    json_schema: {
      name: "answer",
      strict: true,
      schema: {
        type: "object",
        properties: Object.fromEntries(fields.map((field) => [field.name, propertyFor(field, rows)])),
        required: fields.map(({ name }) => name),
        additionalProperties: false,
      },
    },
  };
}

function propertyFor(field: FieldProfile, rows: number): JsonObject {
  const types = [...field.types].filter((type) => type !== "integer" || !field.types.has("number"));
  const values: JsonValue[] = [...(field.values ?? [])];
  const isLabel = field.types.has("string") && values.length <= labelsAtMost && values.length * 2 <= rows;
  const type: JsonValue = types.length === 1 ? (types[0] ?? "string") : types;
  return isLabel && values.length > 0 ? { type, enum: values } : { type };
}
