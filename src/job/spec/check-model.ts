import { closestName } from "#words/closest-name.js";
import { baseOf, findMistaken, findModel, isNameOf, withoutDate } from "#rules/find-model.js";
import type { ModelRule, RuleSet } from "#rules/rule-set.js";
import { serving, servingOf } from "#rules/serving.js";
import { standingOf } from "#rules/training-type.js";
import { type Check, finding } from "./spec-check.js";

const digitsOf = (name: string) => name.replaceAll(/\D/g, "");

/** The name that is meant by one that no rule has. Another number is another model, not a slip of the hand. */
function meantModel(name: string, rules: RuleSet): string | undefined {
  const mistaken = findMistaken(rules, name);
  if (mistaken) return mistaken.name;
  const plain = withoutDate(baseOf(name).trim());
  const known = rules.models.value.flatMap((model) =>
    [model.name, ...model.aliases, model.tableName ?? model.name].map(
      (one) => [withoutDate(one), model.name] as const,
    ),
  );
  const alike = known.filter(([one]) => digitsOf(one) === digitsOf(plain));
  const closest = closestName(
    plain,
    alike.map(([one]) => one),
  );
  return alike.find(([one]) => one === closest)?.[1];
}

/** A model that no rule knows, or that is written as the service was not seen to take it. */
export const checkModelName: Check = ({ file }, rules) => {
  const { model } = file;
  const rule = findModel(rules, model);
  const { name: set, models } = rules;
  const dated = `(rules ${set}, ${models.date})`;
  if (!rule) {
    const meant = meantModel(model, rules);
    const known = `Known: ${models.value.map(({ name }) => name).join(", ")}.`;
    const help = `${meant === undefined ? known : `Did you mean "${meant}"?`} ${dated}`;
    const message = `model "${model}" is not among those known to be trained by reinforcement`;
    return [finding("model-unsupported", "warning", "/model", [message, help])];
  }
  if (rule.isSeen !== true || isNameOf(rule, baseOf(model))) return [];
  const message = `model "${model}": the service was seen to take this model as "${rule.name}"`;
  const help = `Write model: ${rule.name}. ${dated}`;
  return [finding("model-unsupported", "warning", "/model", [message, help])];
};

/** The types that are published for a model, in words; undefined if none are. */
function publishedTypes({ trainingTypes, unnamedTrainingTypes = [] }: ModelRule): string | undefined {
  const types = [...trainingTypes, ...unnamedTrainingTypes];
  return types.length === 0 ? undefined : types.join(", ");
}

function unknownType(given: string, rules: RuleSet): ReturnType<Check> {
  const known = rules.trainingTypes.value;
  const refused = Object.entries(rules.misnamedTrainingTypes.value).find(
    ([name]) => name.toLowerCase() === given.toLowerCase(),
  );
  const meant = refused?.[1] ?? closestName(given, known);
  const help = meant === undefined ? `Known: ${known.join(", ")}.` : `Did you mean "${meant}"?`;
  const message = refused
    ? `trainingType "${given}" cannot be bound by the service: it drops the whole request`
    : `trainingType "${given}" is not known: a name that the service cannot bind makes it drop the whole request`;
  const severity = refused ? "error" : "warning";
  return [finding("training-type-unknown", severity, "/trainingType", [message, help])];
}

/** A training type that the service does not bind, or does not offer for this model; Standard where none is named. */
export const checkTrainingType: Check = ({ file }, rules) => {
  const { model, trainingType } = file;
  const rule = findModel(rules, model);
  const written = trainingType ?? rules.defaultTrainingType.value;
  const standing = standingOf(written, rule, rules);
  const { date } = rules.models;
  if (standing === "unknown") return trainingType === undefined ? [] : unknownType(trainingType, rules);
  if (standing === "unnamed") {
    const message = `trainingType "${written}": data zone training is published for ${model} (${date}), but its name in a request was not found`;
    const help = `The service may drop the request. Known to be bound: ${rules.trainingTypes.value.join(", ")}.`;
    return [finding("training-type-unknown", "warning", "/trainingType", [message, help])];
  }
  if (standing !== "refused" || !rule) return [];
  const published = publishedTypes(rule);
  const asWritten =
    trainingType === undefined
      ? `no trainingType is written, which means ${written}`
      : `trainingType "${written}"`;
  const message =
    published === undefined
      ? `${asWritten}: the service was seen to refuse it for ${rule.name}`
      : `${asWritten}: ${rule.name} is trained as ${published} only`;
  const first = rule.trainingTypes[0] ?? "GlobalStandard";
  const help = `Write trainingType: ${first}${rule.trainingTypes.length > 1 ? `, or ${rule.trainingTypes.slice(1).join(", ")}` : ""}. (${rules.models.source}, ${date}.)`;
  return [finding("training-type-unsupported", "error", "/trainingType", [message, help])];
};

function notDeployable(message: string, advice: string): ReturnType<Check> {
  const help = `${advice} (${serving.source}, ${serving.date}.)`;
  return [finding("not-deployable", "warning", "/model", [message, help])];
}

/** A model whose trained models cannot be deployed serverless, or in a few regions only. */
export const checkServing: Check = ({ file }, rules) => {
  const rule = findModel(rules, file.model);
  const served = servingOf(file.model);
  if (!rule || !served) return [];
  const { serverless, otherwise } = served;
  if (serverless.length === 0) {
    return notDeployable(
      `what is trained from ${rule.name} has no serverless deployment: it is served by ${otherwise ?? "no way that is published"}`,
      "Look at the quota and price of that before you train.",
    );
  }
  if (serverless.some(({ regions }) => regions === undefined)) return [];
  const places = serverless.map(({ sku, regions = [] }) => `${sku} in ${regions.join(" and ")}`).join(", ");
  return notDeployable(
    `what is trained from ${rule.name} is served only as ${places}`,
    "Train where it can be served, or see first that it can be moved there.",
  );
};
