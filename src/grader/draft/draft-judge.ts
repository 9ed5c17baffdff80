import type { RuleSet } from "#rules/rule-set.js";
import type { FieldUse, GraderDraft } from "./field-use.js";
import { pathSegment } from "#grader/language/parse-reference.js";
import type { FieldProfile } from "./profile-fields.js";

/**
 * Drafts a judge for rows without a field that is the answer: it sees the fields and the answer and gives a number from
 * 0 to 1. The user should replace its examples.
 */
export function draftJudge(
  fields: readonly FieldProfile[],
  { uses, rules }: { uses: readonly FieldUse[]; rules: RuleSet },
): GraderDraft {
  const shown = fields.filter(({ isId }) => !isId);
  const facts = shown.map(({ name }) => `${name}: {{item${pathSegment(name)}}}`).join("\n");
  const prompt = [
    "You check an answer against what is known of its task. Give one number from 0 to 1 as the result.",
    "Example of a great answer, 1: it does all that the task asks, and every step of it is right.",
    "Example of a fair answer, 0.5: it does a part of what is asked, or all of it with a small mistake.",
    "Example of a poor answer, 0: it is empty, about something else, or only claims to be right.",
  ].join("\n");
  return {
    grader: {
      type: "score_model",
      name: "judge",
      model: rules.graderModels.value[0] ?? "",
      range: [0, 1],
      input: [
        { role: "developer", content: prompt },
        { role: "user", content: `${facts}\n\nThe answer:\n{{sample.output_text}}` },
      ],
    },
    uses: uses.map((use) =>
      shown.some(({ name }) => name === use.field) ? { ...use, use: "shown to the judge" } : use,
    ),
  };
}
