import { type LoadedJob, jobFromFlags, loadJob } from "#job/spec/read-spec.js";
import type { Context } from "#cli/frame/context.js";

/** Flags that override a job file, or make a job without one. */
export interface JobFlags {
  model?: string;
  train?: string;
  validation?: string;
  grader?: string;
  responseFormat?: string;
  suffix?: string;
}

/** The job from a job file and flags, or from flags alone. Throws as `loadJob` and `jobFromFlags` do. */
export function loadNamedJob(
  path: string | undefined,
  { train, ...same }: JobFlags,
  { cwd, rules }: Pick<Context, "cwd" | "rules">,
): Promise<LoadedJob> {
  const overrides = { ...same, ...(train !== undefined && { training: train }) };
  return path === undefined ? jobFromFlags(overrides, cwd, rules) : loadJob(path, cwd, overrides, rules);
}
