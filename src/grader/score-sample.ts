import type { JsonObject } from "../json.js";
import type { CompiledGrader } from "./compile-grader.js";
import type { GraderConfig } from "./config.js";
import { type GraderErrors, graderErrors } from "./grader-errors.js";
import type { Sample } from "./sample.js";

/** A score as `rft grade` prints it: the shape of the service's own `graders/run`. */
export interface Score {
  /** Null only where the grader cannot run on this machine; `detail` says why. */
  reward: number | null;
  /** A multi grader's scores by key, those that could be computed here; empty for every other type. */
  sub_rewards: Record<string, number>;
  metadata: {
    name: string;
    type: GraderConfig["type"];
    errors: GraderErrors;
    /** Seconds. */
    execution_time: number;
    scores: Record<string, number>;
    token_usage: null;
    sampled_model_name: null;
  };
  /** Why the reward is null or an error flag is set. */
  detail?: string;
}

/**
 * Scores one answer to one row. Where the service would raise an error flag, it is set and the reward is 0
 * (multi: `invalid_grade` where given). `clock` gives milliseconds.
 * @throws RftError `usage` for the metric `meteor` in a grader that `prepareGrader` has not made ready; never otherwise.
 */
export function scoreSample(
  grader: CompiledGrader,
  subject: { item: JsonObject; sample: Sample },
  clock: () => number = () => performance.now(),
): Score {
  const start = clock();
  const { value, raised, detail, parts } = grader.score(subject);
  const known = Object.entries(parts ?? {}).filter((entry): entry is [string, number] => entry[1] !== null);
  return {
    reward: value,
    sub_rewards: Object.fromEntries(known),
    metadata: {
      name: grader.name,
      type: grader.type,
      errors: graderErrors(raised),
      execution_time: (clock() - start) / 1000,
      scores: {},
      token_usage: null,
      sampled_model_name: null,
    },
    ...(detail !== undefined && { detail }),
  };
}
