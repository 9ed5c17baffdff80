import type { CompiledGrader } from "./compile-grader.js";
import type { GraderConfig } from "#grader/config/grader-config.js";
import { type GraderErrors, raiseFlags } from "#grader/config/error-flags.js";
import type { JudgeUse, Outcome } from "#grader/config/grader-part.js";
import type { TokenUsage } from "#service/judge.js";
import type { TemplateScope } from "#grader/language/template.js";
import { addUsage } from "#grader/config/token-spend.js";

/** A score as `rft grade` prints it: the shape of the service's own `graders/run`. */
export interface Score {
  /** Null only if the grader cannot run on this machine; `detail` says why. */
  reward: number | null;
  /** A multi grader's scores by key, as far as they could be computed here; empty for every other type. */
  sub_rewards: Record<string, number>;
  metadata: {
    name: string;
    type: GraderConfig["type"];
    errors: GraderErrors;
    /** Seconds. */
    execution_time: number;
    scores: Record<string, number>;
    /** Of all judging models together; null if none was asked. */
    token_usage: TokenUsage | null;
    /** The judging model that answered, the first if there are several. */
    sampled_model_name: string | null;
  };
  /** By the name of the judging model. */
  model_grader_token_usage_per_model: Record<string, TokenUsage>;
  /** Why the reward is null or an error flag is set. */
  detail?: string;
}

/**
 * Scores one answer to one row. If the service would raise an error flag, it is set and the reward is 0 (multi:
 * `invalid_grade` if given). `clock` gives milliseconds.
 * @throws RftError `usage` for the metric `meteor` in a grader without what `prepareGrader` loads; otherwise never.
 */
export function scoreSample(
  grader: CompiledGrader,
  subject: TemplateScope,
  clock: () => number = () => performance.now(),
): Score {
  const start = clock();
  const outcome = grader.score(subject);
  return toScore(grader, outcome, (clock() - start) / 1000);
}

/** An outcome in the shape of the service's `graders/run`. */
export function toScore(
  { name, type }: Pick<CompiledGrader, "name" | "type">,
  { value, raised, detail, reasons, parts, judged = [] }: Outcome,
  seconds: number,
): Score {
  const known = Object.entries(parts ?? {}).filter((entry): entry is [string, number] => entry[1] !== null);
  const usage = usageByModel(judged);
  return {
    reward: value,
    sub_rewards: Object.fromEntries(known),
    metadata: {
      name,
      type,
      errors: raiseFlags(raised, (flag) => reasons?.get(flag) ?? detail ?? null),
      execution_time: seconds,
      scores: {},
      token_usage: usage.size === 0 ? null : [...usage.values()].reduce(addUsage),
      sampled_model_name: judged[0]?.model ?? null,
    },
    model_grader_token_usage_per_model: Object.fromEntries(usage),
    ...(detail !== undefined && { detail }),
  };
}

function usageByModel(judged: readonly JudgeUse[]): Map<string, TokenUsage> {
  const byModel = new Map<string, TokenUsage>();
  for (const { model, usage } of judged) {
    const before = byModel.get(model);
    if (usage) byModel.set(model, before ? addUsage(before, usage) : usage);
  }
  return byModel;
}
