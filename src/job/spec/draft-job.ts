import { findModel } from "#rules/find-model.js";
import type { RuleSet } from "#rules/rule-set.js";
import { type DraftSettings, type RowCounts, draftSettings } from "./draft-settings.js";
import { count, grouped } from "#words/quantities.js";

/** The files a drafted job names, relative to the job file. */
export interface JobDraft {
  training: string;
  validation: string;
  rows: RowCounts;
  hasResponseFormat: boolean;
  /** Part of the trained model's name. */
  suffix: string;
}

/** A setting with what it does to the price. */
type NotedSetting = [name: keyof DraftSettings, note: string];

function noted(settings: DraftSettings, rows: RowCounts, rules: RuleSet): NotedSetting[] {
  const { rolloutsPerStep, stepSeconds } = rules.runAnchors.value;
  const steps = count(Math.ceil(rows.training / settings.batch_size), "step");
  const evaluated = grouped(rows.validation * settings.eval_samples);
  return [
    ["n_epochs", "passes over the training rows; each costs the same again"],
    ["batch_size", `rows a step: ${steps} a pass; halve it and the price about doubles`],
    ["eval_interval", "steps between evaluations; fewer cost more, and find the best step more surely"],
    ["eval_samples", `answers a validation row: ${evaluated} an evaluation; fewer are cheaper and noisier`],
    [
      "compute_multiplier",
      `at 1 about ${rolloutsPerStep.likely} answers a step; time and price grow with it`,
    ],
    [
      "reasoning_effort",
      `low, medium, high: long answers cost most (${stepSeconds.low} to ${stepSeconds.high} s a step)`,
    ],
  ];
}

function settingLines(rows: RowCounts, rules: RuleSet): string[] {
  const settings = draftSettings(rows, rules);
  return noted(settings, rows, rules).map(
    ([name, note]) => `      ${`${name}: ${settings[name]}`.padEnd(25)} # ${note}`,
  );
}

/** The training type and why: the cheaper of the two that do not preempt, where the model is trained that way. */
function trainingTypeLines(rules: RuleSet): string[] {
  const types = findModel(rules, rules.defaultModel.value)?.trainingTypes ?? [];
  const share = rules.trainingTypePrices.value["GlobalStandard"];
  if (!types.includes("GlobalStandard") || !share) return [];
  const [most, least] = [1 - share.low, 1 - share.high].map((part) => Math.round(part * 100));
  return [
    `# ${least} to ${most}% cheaper than Standard, which keeps the data in the resource's region; this may use any.`,
    ...(types.includes("developerTier")
      ? ["# developerTier costs half of it, and the service may pause and resume the job by itself."]
      : []),
    "trainingType: GlobalStandard",
  ];
}

/** Why this model: of most others no price is published. */
function modelLines(rules: RuleSet): string[] {
  const prices = rules.trainingHour.value;
  const hour = prices[rules.defaultModel.value];
  const other = "When it retires, and what else there is: rft rules.";
  if (hour === undefined) return [`# ${other}`];
  const only = Object.keys(prices).length === 1 ? "The only model with" : "A model with";
  return [`# ${only} a published price: $${hour} an hour as Standard. ${other}`];
}

/** The text of a job file for a first run, each setting with what it does to the price. */
export function draftJob(
  { training, validation, rows, hasResponseFormat, suffix }: JobDraft,
  rules: RuleSet,
): string {
  const model = rules.defaultModel.value;
  const lines = [
    "# Drafted by rft init. What is sent, with paths where the API takes ids.",
    ...modelLines(rules),
    `model: ${model}`,
    `training_file: ${JSON.stringify(training)}`,
    `validation_file: ${JSON.stringify(validation)}`,
    ...(suffix === "" ? [] : [`suffix: ${JSON.stringify(suffix)}`]),
    ...trainingTypeLines(rules),
    "method:",
    "  type: reinforcement",
    "  reinforcement:",
    "    grader: grader.json",
    ...(hasResponseFormat ? ["    response_format: response-format.json"] : []),
    `    # Chosen for ${count(rows.training, "training row")}, ${count(rows.validation, "validation row")}. rft estimate says the price;`,
    '    # "auto" leaves a value to the service, and its price open.',
    "    hyperparameters:",
    ...settingLines(rows, rules),
  ];
  return `${lines.join("\n")}\n`;
}

/** A suffix from a data file's name: letters, digits and hyphens, as the service takes them. */
export function suffixOf(path: string, rules: RuleSet): string {
  const name = path.replace(/^.*[/\\]/, "").replace(/\.[^.]*$/, "");
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return plain.slice(0, rules.suffixLength.value).replaceAll(/^-+|-+$/g, "");
}
