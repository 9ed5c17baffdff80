import type { JsonObject } from "#json/json-value.js";
import { isJsonObject } from "#json/json-value.js";
import { totalSeconds } from "#emulator/simulate/schedule.js";
import type { GraderFigures, SideFigures, StepRecord } from "#emulator/state/state.js";

/** One metric of a step: its path in the tree of metrics, and its value if the step has one. */
export interface MetricCell {
  path: readonly string[];
  value: number | undefined;
}

/** The two halves of a step's metrics, by the prefix of their names. */
interface Sides {
  train: SideFigures;
  valid: SideFigures | undefined;
}

function cell(path: readonly string[], value: number | undefined): MetricCell {
  return { path, value };
}

/** One group's cells ("errors", "scores", "timing") for every grader, training before validation. */
function graderCells(
  sides: Sides,
  group: string,
  figuresOf: (prefix: string, figures: GraderFigures | undefined) => [string[], number | undefined][],
): MetricCell[] {
  return sides.train.graders.flatMap((grader, index) => {
    const place = [group, "graders", grader.type, grader.name];
    const both = [...figuresOf("train", grader), ...figuresOf("valid", sides.valid?.graders[index])];
    return both.map(([path, value]) => cell([...place, ...path], value));
  });
}

function errorFigures(prefix: string, figures: GraderFigures | undefined): [string[], number | undefined][] {
  const kinds = [
    ["sample_parse", figures?.sampleParseErrors],
    ["invalid_variable", figures?.invalidVariableErrors],
    ["other", figures?.otherErrors],
  ] as const;
  return kinds.flatMap(([kind, errors]) => {
    const mean = figures && errors !== undefined ? errors / Math.max(1, figures.count) : undefined;
    return [
      [["errors", `${prefix}_${kind}_error_mean`], mean],
      [["errors", `${prefix}_${kind}_error_count`], figures?.count],
    ];
  });
}

function timingFigures(prefix: string, figures: GraderFigures | undefined): [string[], number | undefined][] {
  return [
    [["timing", `${prefix}_execution_latency_mean`], figures?.latencyMean],
    [["timing", `${prefix}_execution_latency_count`], figures?.count],
  ];
}

/** The path of a token count. */
function samples(name: string): string[] {
  return ["usage", "samples", name];
}

/**
 * A step's metrics, named and ordered as in a result file of the service (2026-04); a multi grader has one block for
 * itself and one for each grader inside. Validation metrics are absent where nothing was evaluated, tool metrics
 * where the step has no tools.
 */
export function metricCells({ step, train, valid, durations }: StepRecord): MetricCell[] {
  const sides = { train, valid };
  return [
    cell(["step"], step),
    cell(["train_mean_reward"], train.meanReward),
    cell(["full_valid_mean_reward"], valid?.meanReward),
    cell(["full_valid_mean_parse_error"], valid?.parseErrorMean),
    cell(["completion_tokens_mean"], train.completionTokensMean),
    cell(["mean_unresponsive_rewards"], train.unresponsiveMean),
    cell(samples("train_reasoning_tokens_mean"), train.reasoningTokensMean),
    cell(samples("valid_reasoning_tokens_mean"), valid?.reasoningTokensMean),
    cell(samples("train_reasoning_tokens_count"), train.samples),
    cell(samples("valid_reasoning_tokens_count"), valid?.samples),
    cell(["sampling_duration"], durations.sampling),
    cell(["training_duration"], durations.training),
    cell(["eval_duration"], durations.evaluation),
    cell(["total_duration"], totalSeconds(durations)),
    cell(["reasoning_tokens_mean"], train.reasoningTokensMean),
    ...graderCells(sides, "errors", errorFigures),
    ...graderCells(sides, "scores", (prefix, figures) => [[[`${prefix}_reward_mean`], figures?.rewardMean]]),
    ...graderCells(sides, "timing", timingFigures),
  ];
}

/** The same metrics as a tree, as the service's events carry them; absent ones are omitted. */
export function metricTree(step: StepRecord, totalSteps: number): JsonObject {
  const tree: JsonObject = { step: step.step, total_steps: totalSteps };
  for (const { path, value } of metricCells(step)) {
    if (value === undefined) continue;
    let branch = tree;
    for (const key of path.slice(0, -1)) {
      const next = Object.hasOwn(branch, key) ? branch[key] : undefined;
      const child: JsonObject = isJsonObject(next) ? next : {};
      branch[key] = child;
      branch = child;
    }
    branch[path.at(-1) ?? ""] = value;
  }
  return tree;
}
