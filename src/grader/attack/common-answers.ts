import { type JsonValue, absent, parseJson, valueAt } from "#json/json-value.js";
import type { AnswerForm } from "./attack.js";
import { renderValue } from "#grader/language/render-value.js";
import { setValue } from "#grader/score/set-value.js";

/** What someone can answer who has seen the answers but not the questions. */
export interface CommonAnswers {
  /** The most frequent answer; undefined if none comes twice. */
  majority: string | undefined;
  /** All labels in one answer; undefined if the answers are not labels. */
  allLabels: string | undefined;
}

/** More distinct answers than this are not labels. */
const labelsAtMost = 20;

/** The guesses that a set of right answers allows. */
export function commonAnswers(golds: readonly string[], form: AnswerForm): CommonAnswers {
  const counts = countTexts(golds);
  const [majority] = [...counts].toSorted(([, a], [, b]) => b - a);
  return {
    majority: majority && majority[1] > 1 ? majority[0] : undefined,
    allLabels: form.paths.length === 0 ? joinLabels(counts) : joinFields(golds, form),
  };
}

function countTexts(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** The labels side by side, if each comes twice on average. */
function joinLabels(counts: ReadonlyMap<string, number>): string | undefined {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const isLabels = counts.size > 1 && counts.size <= labelsAtMost && counts.size * 2 <= total;
  return isLabels ? [...counts.keys()].join(", ") : undefined;
}

/** A JSON answer with all labels of each field; fields without labels are empty. */
function joinFields(golds: readonly string[], { paths }: AnswerForm): string | undefined {
  const answers = golds.map((gold) => parseJson(gold));
  const fields = paths.map((path) => joinLabels(countTexts(textsAt(answers, path))));
  if (fields.every((labels) => labels === undefined)) return undefined;
  let answer: JsonValue | undefined;
  paths.forEach((path, index) => {
    answer = setValue(answer, path, fields[index] ?? "") ?? answer;
  });
  return answer === undefined ? undefined : JSON.stringify(answer);
}

function textsAt(answers: readonly JsonValue[], path: readonly (string | number)[]): string[] {
  return answers.flatMap((answer) => {
    const value = valueAt(answer, path);
    return value === absent ? [] : renderValue(value);
  });
}
