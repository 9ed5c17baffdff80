import type { Finding } from "#finding.js";
import { jsonPointer } from "#json/json-value.js";
import type { JudgeMessage } from "#grader/config/grader-config.js";
import type { PlacedGrader } from "./placed-graders.js";
import { type TemplateText, templateTexts } from "./template-texts.js";
import { excerpt } from "#words/excerpt.js";

/**
 * What makes a judge's number unreliable. The service asks for its own structured reply (`steps`, `result`); a prompt
 * that asks for another form works against it, and anything but a number counts as 0.
 */
export function judgeFindings({ path, config }: PlacedGrader): Finding[] {
  if (config.type !== "score_model") return [];
  const texts = templateTexts(config);
  const asked = texts.map((text) => ({ text, prose: proseAskedFor(text) })).find(({ prose }) => prose);
  return [
    ...(asked?.prose === undefined ? [] : [notNumeric(path, asked.text, asked.prose)]),
    ...(showsExamples(texts, config.input) ? [] : [withoutExamples(path)]),
  ];
}

/** Forms of reply that are not one number, each as a prompt asks for it. */
const proseForms: readonly RegExp[] = [
  // "Score: <0 - 5>", "Rating: [1-10]"
  /^[ \t>*-]*(?:score|rating|grade|result|verdict)[ \t]*:[ \t]*[<[({].{0,40}$/im,
  // "Reasoning: <brief justification>"
  /^[ \t>*-]*(?:reasoning|rationale|justification|explanation)[ \t]*:[ \t]*[<[({].{0,60}$/im,
  // "respond with the score and reasoning"
  /\b(?:respond|reply|answer|return|output)\b[^.\n]{0,40}\b(?:score|rating|grade|number)\b[^.\n]{0,20}\b(?:and|with|plus)\b[^.\n]{0,20}\b(?:reasoning|rationale|justification|explanation)\b/i,
  // "answer yes or no", "reply with PASS or FAIL"
  /\b(?:respond|reply|answer|return|output)\b(?: only| just| exactly)?(?: with)?(?: either)? ["'`*]*(?:yes|no|pass|fail|correct|incorrect|true|false)["'`*]*[ ,/|]+(?:or )?["'`*]*(?:yes|no|pass|fail|correct|incorrect|true|false)\b/i,
  // 'return JSON: {"score": 3, "reason": "..."}'
  /\b(?:respond|reply|answer|return|output)\b[^\n]{0,80}\bjson\b[\s\S]{0,120}?"(?:score|rating|grade|verdict)"[ \t]*:/i,
];

/** The words of a prompt that ask for something other than a number. */
function proseAskedFor({ text }: TemplateText): string | undefined {
  for (const form of proseForms) {
    const found = form.exec(text)?.[0];
    if (found !== undefined) return excerpt(found.trim().replaceAll(/\s+/g, " "), 80, "");
  }
  return undefined;
}

function notNumeric(path: readonly string[], place: TemplateText, prose: string): Finding {
  return {
    code: "judge-reply-not-numeric",
    severity: "warning",
    message: `the judge is told to reply in another form than a number: ${JSON.stringify(prose)}`,
    help: "Ask for the score alone, as one number inside the range; the service adds the form of the reply itself.",
    pointer: jsonPointer([...path, ...place.path]),
  };
}

/** Whether there are examples, in the prompt or as earlier turns of the conversation. */
function showsExamples(texts: readonly TemplateText[], messages: readonly JudgeMessage[]): boolean {
  return (
    messages.some(({ role }) => role === "assistant") || texts.some(({ text }) => /\bexamples?\b/i.test(text))
  );
}

function withoutExamples(path: readonly string[]): Finding {
  return {
    code: "judge-without-examples",
    severity: "note",
    message: "the judge's prompt shows no example of a great, a fair and a poor answer",
    help: "Add one of each with the score it should get: a judge that has seen them scores alike from one day to the next.",
    pointer: jsonPointer([...path, "input"]),
  };
}
