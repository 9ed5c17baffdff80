/**
 * The service names the first evaluation of a job `Step 0` (seen 2026-01); its result file begins with step 1 and has
 * that evaluation's reward there. We call it by the result file's number, so that one evaluation has one name.
 */
export function resultStep(named: number, all: readonly (number | undefined)[]): number {
  return named === 0 && !all.includes(1) ? 1 : named;
}

/** True if a run that is named after `named` is the evaluation of a step by the result file's count, or the service's. */
export function isRunOfStep(
  named: number | undefined,
  step: number,
  all: readonly (number | undefined)[],
): boolean {
  return named !== undefined && (named === step || resultStep(named, all) === step);
}
