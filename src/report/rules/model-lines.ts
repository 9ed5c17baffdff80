import { type Retirement, findRetirement } from "#rules/retirement.js";
import type { ModelRule } from "#rules/rule-set.js";
import { servingOf } from "#rules/serving.js";
import { globalRegions, standardRegions } from "#rules/training-regions.js";
import { grouped } from "#words/quantities.js";

function trainingLine({
  trainingTypes,
  unnamedTrainingTypes = [],
  refusedTrainingTypes = [],
}: ModelRule): string {
  const named =
    trainingTypes.length === 0 ? "training types not published" : `trained as ${trainingTypes.join(", ")}`;
  const unnamed =
    unnamedTrainingTypes.length === 0 ? "" : `; ${unnamedTrainingTypes.join(", ")} under a name not found`;
  const refused =
    refusedTrainingTypes.length === 0 ? "" : `; ${refusedTrainingTypes.join(", ")} was seen refused`;
  return `${named}${unnamed}${refused}`;
}

function regionLine({ name }: ModelRule): string {
  const counts = { Standard: standardRegions, GlobalStandard: globalRegions };
  const parts = Object.entries(counts).flatMap(([type, { value }]) => {
    const regions = value[name];
    if (!regions) return [];
    return regions.length > 3 ? `${type} in ${regions.length} regions` : `${type} in ${regions.join(", ")}`;
  });
  return parts.length === 0 ? "training regions not published" : `trained ${parts.join("; ")}`;
}

function servingLine({ name }: ModelRule): string {
  const served = servingOf(name);
  if (!served) return "serving not published";
  if (served.serverless.length === 0)
    return `no serverless deployment: ${served.otherwise ?? "none published"}`;
  const types = served.serverless.map(({ sku, regions }) =>
    regions === undefined ? sku : `${sku} (${regions.join(", ")})`,
  );
  return `served as ${types.join(", ")}`;
}

function endWords({ base, training, deployment }: Retirement): string {
  const parts = [
    ...(base === undefined ? [] : [`base retires ${base}`]),
    ...(training
      ? [
          `training ${training.isEarliest ? "no earlier than " : ""}${training.date}${training.existingCustomersOnly ? " (existing customers)" : ""}`,
        ]
      : []),
    ...(deployment === undefined ? [] : [`tuned models served until ${deployment}`]),
  ];
  return parts.join("; ");
}

function limitsLine({ contextTokens, outputTokens, canPause }: ModelRule): string {
  const context =
    contextTokens === undefined
      ? "context not published"
      : `${grouped(contextTokens)} tokens of context${outputTokens === undefined ? "" : `, ${grouped(outputTokens)} of output`}`;
  const pause =
    canPause === undefined ? "pausing not published" : canPause ? "can be paused" : "cannot be paused";
  return `${context}; ${pause}`;
}

/** What is known of a model, a line a fact. */
export function modelLines(model: ModelRule): { head: string; lines: string[] } {
  const { name, aliases, tableName, access } = model;
  const also = [...aliases, ...(tableName === undefined ? [] : [tableName])];
  const more = [
    ...(also.length === 0 ? [] : [`also ${also.join(", ")}`]),
    ...(access === undefined ? [] : [access]),
  ];
  const end = endWords(findRetirement(name) ?? {});
  return {
    head: more.length === 0 ? name : `${name}  (${more.join("; ")})`,
    lines: [
      trainingLine(model),
      regionLine(model),
      servingLine(model),
      limitsLine(model),
      end === "" ? "retirement not published" : end,
    ],
  };
}
