import type { RuleSet } from "#rules/rule-set.js";

/** The files a drafted job names, relative to the job file. */
export interface JobDraft {
  training: string;
  validation: string;
  hasResponseFormat: boolean;
  /** Part of the trained model's name. */
  suffix: string;
}

/** The text of a job file that leaves everything to the service's defaults, as the page advises for a first job. */
export function draftJob(
  { training, validation, hasResponseFormat, suffix }: JobDraft,
  rules: RuleSet,
): string {
  const lines = [
    "# Drafted by rft init. What is sent, with paths where the API takes ids.",
    `model: ${rules.defaultModel.value}`,
    `training_file: ${JSON.stringify(training)}`,
    `validation_file: ${JSON.stringify(validation)}`,
    ...(suffix === "" ? [] : [`suffix: ${JSON.stringify(suffix)}`]),
    "method:",
    "  type: reinforcement",
    "  reinforcement:",
    "    grader: grader.json",
    ...(hasResponseFormat ? ["    response_format: response-format.json"] : []),
  ];
  return `${lines.join("\n")}\n`;
}

/** A suffix from a data file's name: letters, digits and hyphens, as the service takes them. */
export function suffixOf(path: string, rules: RuleSet): string {
  const name = path.replace(/^.*[/\\]/, "").replace(/\.[^.]*$/, "");
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return plain.slice(0, rules.suffixLength.value).replaceAll(/^-+|-+$/g, "");
}
