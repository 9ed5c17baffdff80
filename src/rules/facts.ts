import * as clouds from "./clouds.js";
import { failedJobBilling, graderBilling } from "./prices.js";
import * as retirement from "./retirement.js";
import type { Rule, RuleSet } from "./rule-set.js";
import * as serviceFacts from "./service-facts.js";
import * as serving from "./serving.js";
import * as regions from "./training-regions.js";

/** What a fact is about. */
export const factGroups = [
  "models",
  "data",
  "graders",
  "job",
  "money",
  "limits",
  "sign-in",
  "other",
] as const;
type FactGroup = (typeof factGroups)[number];

/** A fact in force, whatever its value's type. */
interface Fact extends Rule<unknown> {
  name: string;
  group: FactGroup;
}

/** The files of facts that hold in every rule set. A rule that one of them exports is a fact by itself. */
const everywhere = [serviceFacts, regions, serving, retirement, clouds, { graderBilling, failedJobBilling }];

const groups: Readonly<Partial<Record<string, FactGroup>>> = {
  models: "models",
  defaultModel: "models",
  trainingTypes: "models",
  defaultTrainingType: "models",
  misnamedTrainingTypes: "models",
  retirement: "models",
  serving: "models",
  deploymentDefaults: "models",
  deploymentFormats: "models",
  standardRegions: "models",
  globalRegions: "models",
  agenticModels: "models",
  trainingExamples: "data",
  validationExamples: "data",
  minimumExamples: "data",
  advisedExamples: "data",
  fileBytes: "data",
  reliableFileBytes: "data",
  messageRoles: "data",
  graderTypes: "graders",
  subgraderTypes: "graders",
  graderModels: "graders",
  textSimilarityMetrics: "graders",
  stringCheckOperations: "graders",
  pythonSourceBytes: "graders",
  pythonSeconds: "graders",
  pythonMemoryBytes: "graders",
  pythonDiskBytes: "graders",
  pythonGraderVersion: "graders",
  judgeDeployment: "graders",
  baselineFailures: "graders",
  hyperparameters: "job",
  reasoningEfforts: "job",
  suffixLength: "job",
  metadata: "job",
  autoValues: "job",
  runAnchors: "job",
  queueHours: "job",
  spendingPause: "money",
  trainingHour: "money",
  trainingTypePrices: "money",
  hostingHour: "money",
  graderBilling: "money",
  failedJobBilling: "money",
  graderPrices: "money",
  uploads: "limits",
  fileQuota: "limits",
  jobQuota: "limits",
  jobSize: "limits",
  deploymentQuota: "limits",
  clouds: "sign-in",
  roles: "sign-in",
};

function isRule(value: unknown): value is Rule<unknown> {
  return (
    typeof value === "object" && value !== null && "value" in value && "source" in value && "date" in value
  );
}

/** The rules under a name: one, or a list of them. */
function factsOf(name: string, value: unknown): Fact[] {
  const rules: unknown[] = Array.isArray(value) ? value : [value];
  const group = groups[name] ?? "other";
  return rules.filter(isRule).map((rule) => Object.assign({ name, group }, rule));
}

/** Every fact that holds with a rule set, those outside of it included, group by group. */
function factsInForce(rules: RuleSet): Fact[] {
  const sources: object[] = [rules, ...everywhere];
  const facts = sources.flatMap((source) =>
    Object.entries(source).flatMap(([name, value]) => factsOf(name, value)),
  );
  // A rule set repeats facts that hold everywhere.
  const distinct = [...new Map(facts.map((fact) => [JSON.stringify(fact), fact])).values()];
  return distinct.toSorted((a, b) => factGroups.indexOf(a.group) - factGroups.indexOf(b.group));
}

/** A fact is called old when its source is older than this many days. */
export const oldAfterDays = 90;

/** A fact and the age of its source. */
export interface AgedFact extends Fact {
  ageDays: number;
  old?: true;
}

/** Every fact in force, with its age on a day. */
export function agedFacts(rules: RuleSet, today: Date): AgedFact[] {
  return factsInForce(rules).map((fact) => {
    const ageDays = Math.max(0, Math.floor((today.getTime() - Date.parse(fact.date)) / 86_400_000));
    return Object.assign({}, fact, { ageDays }, ageDays > oldAfterDays && { old: true as const });
  });
}
