import type { Finding } from "#finding.js";
import type { GraderConfig } from "#grader/config/grader-config.js";
import { placedGraders } from "#grader/parse/placed-graders.js";
import { jsonPointer } from "#json/json-value.js";
import { withoutDate } from "#rules/find-model.js";
import { findRetirement } from "#rules/retirement.js";
import type { RuleSet } from "#rules/rule-set.js";
import { type RetirementWindow, datesOf, distanceTo, isNear, isPast, sourceOf } from "./retirement-window.js";

/** The dated name of a judge: the service resolves `gpt-4o` to the one version that it takes as a judge. */
function datedName(model: string, { graderModels }: RuleSet): string {
  const plain = model.toLowerCase();
  const dated = graderModels.value.filter((known) => withoutDate(known) === plain && known !== plain);
  return dated.length === 1 && dated[0] !== undefined ? dated[0] : model;
}

/** When a judge's base model retires, of which the page of retirements speaks; undefined if it has no date. */
export function judgeEnd(model: string, rules: RuleSet, window: RetirementWindow): string | undefined {
  return findRetirement(datedName(model, rules), datesOf(window))?.base;
}

/** The finding on one judge; undefined if its end is far away or not published. */
function judgeFinding(
  model: string,
  rules: RuleSet,
  window: RetirementWindow,
): Omit<Finding, "pointer"> | undefined {
  const date = judgeEnd(model, rules, window);
  if (date === undefined || !isNear(date, window)) return undefined;
  const { date: seen } = rules.graderModels;
  const wasSeenSince = seen > date && rules.graderModels.value.includes(model);
  const others = rules.graderModels.value.filter((name) => {
    if (datedName(name, rules) !== name) return false;
    const end = judgeEnd(name, rules, window);
    return end === undefined || (end > date && !isPast(end, window));
  });
  const advice =
    others.length === 0 ? "No judge is known that lasts longer." : `Longer last: ${others.join(", ")}.`;
  const code = "grader-model-retiring";
  const help = `${advice} ${sourceOf(window)}`;
  if (!isPast(date, window)) {
    const message = `the judge ${model} retires on ${date}, ${distanceTo(date, window)}: without its judge a job has no grader`;
    return { code, severity: "warning", message, help };
  }
  const message = wasSeenSince
    ? `the judge ${model}: its base model was retired on ${date}, yet the service still named it as a judge on ${seen}`
    : `the judge ${model} was retired on ${date} (${datesOf(window).source}): without its judge a job has no grader`;
  return { code, severity: wasSeenSince ? "warning" : "error", message, help };
}

/**
 * The judges of a grader that are retired or soon will be, each at its `model`. An error only if the date is past and
 * the service was not seen to take it since.
 */
export function judgeRetirementFindings(
  config: GraderConfig,
  rules: RuleSet,
  window: RetirementWindow,
): Finding[] {
  return placedGraders(config).flatMap(({ path, config: placed }) => {
    if (placed.type !== "score_model" && placed.type !== "label_model") return [];
    const found = judgeFinding(placed.model, rules, window);
    return found ? [{ ...found, pointer: jsonPointer([...path, "model"]) }] : [];
  });
}
