import type * as z from "zod";
import { didYouMean } from "#words/closest-name.js";
import type { Finding, FindingCode } from "#finding.js";
import { absent, isJsonObject, jsonPointer, jsonType } from "#json/json-value.js";
import { graderTypes, stringCheckOperations, textSimilarityMetrics } from "#grader/config/grader-config.js";
import { knownKeys } from "./grader-schema.js";
import { withArticle } from "#words/with-article.js";

/** Common names that are not the API's, with the API's own for each. */
const otherNames: Readonly<Record<string, string>> = {
  neq: "ne",
  equals: "eq",
  contains: "like",
  icontains: "ilike",
  sampling_parameters: "sampling_params",
  max_completion_tokens: "max_completions_tokens",
  max_tokens: "max_completions_tokens",
};

/** The findings for one issue that the schema raised; more than one only for several unknown keys. */
export function shapeFindings(issue: z.core.$ZodIssue, grader: unknown): Finding[] {
  const { path } = issue;
  const value = lookUp(grader, path);
  if (issue.code === "unrecognized_keys") {
    const owner = lookUp(grader, path);
    return issue.keys.map((key) => unknownKey([...path, key], owner));
  }
  if (value === absent) return [missingKey(path)];
  const last = path.at(-1);
  if (path.includes("range"))
    return [invalidRange(path, lookUp(grader, path.slice(0, path.indexOf("range") + 1)))];
  if (last === "operation" && typeof value === "string") {
    return [
      unknownName("operation-unknown", { path, value, noun: "operation", known: stringCheckOperations }),
    ];
  }
  if (last === "evaluation_metric" && typeof value === "string") {
    return [unknownName("metric-unknown", { path, value, noun: "metric", known: textSimilarityMetrics })];
  }
  if (last === "type" && typeof value === "string" && !path.includes("input"))
    return [unknownType(path, value)];
  return [wrongValue(issue, path, value)];
}

/** The value at a path in any value, own keys only. */
function lookUp(value: unknown, path: readonly PropertyKey[]): unknown {
  let here: unknown = value;
  for (const key of path) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, key)) return absent;
    here = Reflect.get(here, key);
  }
  return here;
}

function fault(
  code: FindingCode,
  path: readonly PropertyKey[],
  text: { message: string; help: string },
): Finding {
  return { code, severity: "error", ...text, pointer: jsonPointer(path) };
}

function unknownKey(path: readonly PropertyKey[], owner: unknown): Finding {
  const key = String(path.at(-1));
  const known = keysFor(path, owner);
  const meant = suggest(key, known);
  return fault("grader-invalid", path, {
    message: `the key "${key}" is not known here`,
    help: meant ?? `Remove it. Known keys: ${known.join(", ")}.`,
  });
}

function keysFor(path: readonly PropertyKey[], owner: unknown): readonly string[] {
  if (path.at(-2) === "sampling_params") return knownKeys("sampling_params");
  if (path.at(-3) === "input") return knownKeys("message");
  const type = isJsonObject(owner) ? graderTypes.find((name) => name === owner["type"]) : undefined;
  return type === undefined ? [] : knownKeys(type);
}

function suggest(name: string, known: readonly string[]): string | undefined {
  const other = Object.hasOwn(otherNames, name) ? otherNames[name] : undefined;
  return other !== undefined && known.includes(other) ? `Did you mean "${other}"?` : didYouMean(name, known);
}

function missingKey(path: readonly PropertyKey[]): Finding {
  const key = String(path.at(-1));
  return fault("grader-invalid", path, {
    message: `the key "${key}" is missing`,
    help: key === "type" ? `Add "type": one of ${graderTypes.join(", ")}.` : `Add "${key}".`,
  });
}

/** The finding for a range that is not two numbers in order. */
export function invalidRange(path: readonly PropertyKey[], range: unknown): Finding {
  return fault("range-invalid", path, {
    message: `range is ${show(range)}, which is not a lowest and a highest score`,
    help: "Give two numbers, the lower one first, such as [0, 1].",
  });
}

function unknownName(
  code: FindingCode,
  {
    path,
    value,
    noun,
    known,
  }: { path: readonly PropertyKey[]; value: string; noun: string; known: readonly string[] },
): Finding {
  return fault(code, path, {
    message: `there is no ${noun} "${value}"`,
    help: suggest(value, known) ?? `Use one of ${known.join(", ")}.`,
  });
}

function unknownType(path: readonly PropertyKey[], value: string): Finding {
  const isSubgrader = path[0] === "graders";
  if (isSubgrader && value === "multi") {
    return fault("subgrader-not-allowed", path, {
      message: `"${String(path[1])}" is a multi grader inside a multi grader`,
      help: "Put its sub-graders into the outer one and work its formula into calculate_output.",
    });
  }
  if (value === "endpoint") {
    return fault("grader-type-unsupported", path, {
      message: "an endpoint grader (preview) is not known to this version",
      help: "Its configuration is not published; check it with the service's own graders/validate.",
    });
  }
  const known = isSubgrader ? graderTypes.filter((type) => type !== "multi") : graderTypes;
  return unknownName("grader-type-unsupported", { path, value, noun: "grader type", known });
}

function wrongValue(issue: z.core.$ZodIssue, path: readonly PropertyKey[], value: unknown): Finding {
  const name = path.length === 0 ? "the grader" : String(path.at(-1));
  if (path.length === 1 && name === "graders" && Array.isArray(value)) {
    return fault("grader-invalid", path, {
      message: "graders is an array",
      help: 'Make it an object: { "name_in_the_formula": { ...grader } }. The keys are the names that calculate_output uses.',
    });
  }
  return fault("grader-invalid", path, {
    message: `${name} is ${show(value)}, which is not ${expectation(issue)}`,
    help: helpFor(issue, value),
  });
}

/** Types that the schema names differently. */
const otherTypes: Readonly<Record<string, string>> = { record: "an object", int: "a whole number" };

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_type") return otherTypes[issue.expected] ?? withArticle(issue.expected);
  if (issue.code === "invalid_value") return `one of ${issue.values.map(String).join(", ")}`;
  if (issue.code === "invalid_union") return "of a form the API takes";
  if (issue.code !== "too_small") return "allowed";
  const isEmptiness = issue.origin === "array" || issue.origin === "string";
  return isEmptiness ? "allowed to be empty" : `${String(issue.minimum)} or more`;
}

function helpFor(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code === "invalid_value" && typeof value === "string") {
    const known = issue.values.map(String);
    return didYouMean(value, known) ?? `Use one of ${known.join(", ")}.`;
  }
  if (issue.path.at(-1) === "content") {
    return 'Give a text, or parts such as {"type": "input_text", "text": "..."}.';
  }
  if (issue.path.at(-1) === "input" && typeof value === "string") {
    return 'A judging model takes messages: [{"role": "user", "content": "..."}].';
  }
  return `Make it ${issue.code === "invalid_type" ? expectation(issue) : "a value the API takes"}.`;
}

/** A value for a message: short ones as JSON, others by their type. */
function show(value: unknown): string {
  const type = jsonType(value);
  if (type === "object" && isJsonObject(value)) return "an object";
  const text = JSON.stringify(value) ?? type;
  return text.length <= 60 ? text : withArticle(type);
}

/** A copy without the unknown keys, so that the rest of the grader can still be checked. */
export function withoutUnknownKeys(grader: unknown, issues: readonly z.core.$ZodIssue[]): unknown {
  let kept = grader;
  for (const issue of issues) {
    if (issue.code !== "unrecognized_keys") continue;
    for (const key of issue.keys) kept = withoutKey(kept, issue.path, key);
  }
  return kept;
}

function withoutKey(value: unknown, path: readonly PropertyKey[], key: string): unknown {
  const [head, ...rest] = path;
  if (Array.isArray(value)) {
    return value.map((element: unknown, index) =>
      index === head ? withoutKey(element, rest, key) : element,
    );
  }
  if (!isJsonObject(value)) return value;
  const entries: [string, unknown][] = Object.entries(value);
  return Object.fromEntries(
    head === undefined
      ? entries.filter(([name]) => name !== key)
      : entries.map(([name, member]) => [name, name === head ? withoutKey(member, rest, key) : member]),
  );
}
