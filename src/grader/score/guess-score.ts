import type { ScoreGuess } from "#dataset/validate/validate.js";
import type { JsonValue } from "#json/json-value.js";
import type { CompiledGrader } from "./compile-grader.js";
import { buildGold } from "./gold.js";
import { prepareGrader } from "./prepare-grader.js";
import { sampleFromText } from "#grader/language/sample.js";

/**
 * Scores one row's right answer on another row, as a share of what the right answer there would earn. Undefined if the
 * grader, or a part of it, cannot run here, or if what a right answer earns is unknown or 0.
 */
export async function createGuessScore(
  grader: CompiledGrader,
  responseFormat: JsonValue | undefined,
): Promise<ScoreGuess | undefined> {
  const { ceiling } = grader;
  if (grader.static.length > 0 || ceiling === null || ceiling <= 0) return undefined;
  const ready = await prepareGrader(grader);
  return (asked, answered) => {
    const output = buildGold(ready, answered, responseFormat);
    if (output === undefined) return undefined;
    const { value } = ready.score({ item: asked, sample: sampleFromText(output) });
    return value === null ? undefined : value / ceiling;
  };
}
