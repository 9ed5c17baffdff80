import { rangeOfJob } from "#run/read/reward-range.js";
import { type PastRun, replayRules } from "#run/stop-rules/replay.js";
import { type ArmedRule, advisedRules } from "#run/stop-rules/stop-rules.js";
import { type Prices, pricesOf } from "#run/spend/spend.js";
import { pricesOfJob, spendSoFar } from "#job/watch/spend-so-far.js";
import { jsonDocument } from "#report/text/json-document.js";
import { reportReplay } from "#report/watch/report-replay.js";
import { isJobId } from "#service/is-job-id.js";
import type { Context } from "#cli/frame/context.js";
import { ExitCode } from "#cli/host/exit-code.js";
import { readRuns } from "#cli/subject/read-runs.js";

/** A past run and its prices: a result file names no model, so the rule set's default model is assumed. */
async function readPastRun(context: Context, source: string): Promise<{ past: PastRun; prices: Prices }> {
  const [{ steps } = { steps: [] }] = await readRuns([source], context);
  if (!isJobId(source)) {
    const prices = pricesOf({ model: context.rules.defaultModel.value }, context.rules);
    return { past: { source, steps }, prices };
  }
  const job = await (await context.openApi()).getJob(source);
  const range = rangeOfJob(job, context.rules);
  return { past: { source, steps, ...(range && { range }) }, prices: pricesOfJob(job, context.rules) };
}

/** Says where rules would have paused a past run; if none are named, all rules that need no limit of one's own. */
export async function replayPastRun(
  context: Context,
  source: string,
  rules: readonly ArmedRule[],
): Promise<ExitCode> {
  const { past, prices } = await readPastRun(context, await context.resolveSource(source));
  const asked = rules.length > 0 ? rules : advisedRules();
  const replay = replayRules(asked, past, (steps) => spendSoFar(steps, prices));
  context.stdout.write(
    context.json
      ? jsonDocument("watch", { replay })
      : reportReplay(replay, Math.min(context.stdout.columns ?? 100, 100), context.style),
  );
  return ExitCode.ok;
}
