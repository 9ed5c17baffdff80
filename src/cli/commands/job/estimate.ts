import { type Finding, summarizeFindings } from "#finding.js";
import { estimateJob } from "#job/estimate/estimate.js";
import type { Calibration } from "#job/estimate/estimate-basis.js";
import { checkEstimate, parseEstimateCondition } from "#job/estimate/estimate-condition.js";
import { readEstimateFacts } from "#job/estimate/estimate-facts.js";
import { certain } from "#job/estimate/spread.js";
import { likelyEnd } from "#job/retirement/retirement-window.js";
import { settingsFindings } from "#job/spec/usable-job.js";
import { FindingsError } from "#errors.js";
import { jsonDocument } from "#report/text/json-document.js";
import { reportEstimateConditions } from "#report/job/estimate-conditions.js";
import { reportEstimate } from "#report/job/report-estimate.js";
import { reportFindings } from "#report/findings/report-findings.js";
import type { Context } from "#cli/frame/context.js";
import { defineCommand } from "#cli/frame/define-command.js";
import type { OptionsOf } from "#cli/grammar/options-of.js";
import { ExitCode } from "#cli/host/exit-code.js";
import { loadNamedJob } from "#cli/subject/named-job.js";

type Options = OptionsOf<"estimate">;

/** The pace according to a past run and the person; the person has the last word. */
async function calibrate({ like, secondsPerStep }: Options, context: Context): Promise<Calibration> {
  const calibration: Calibration = {};
  if (like !== undefined) {
    const { calibrateByRun } = await import("#job/estimate/calibrate.js");
    const { readRuns } = await import("#cli/subject/read-runs.js");
    for (const { source, steps } of await readRuns([like], context))
      Object.assign(calibration, calibrateByRun(steps, source));
    if (Object.keys(calibration).length === 0)
      context.hint(`${like}: its steps carry no durations; the estimate goes by other runs`);
  }
  if (secondsPerStep !== undefined) {
    calibration.stepSeconds = { spread: certain(secondsPerStep), source: "--seconds-per-step" };
  }
  return calibration;
}

/** `rft estimate [job.yaml]` */
export const run = defineCommand("estimate", async (context, [path], options) => {
  const { rules, json, style } = context;
  const conditions = (options.failIf ?? []).map(parseEstimateCondition);
  const loaded = await loadNamedJob(path, options, context);
  const { spec } = loaded;
  if (!spec) throw new FindingsError(loaded.findings);
  const job = { ...loaded, spec };
  const calibration = await calibrate(options, context);
  const { grader } = spec;
  await context.progress.step("counting rows and tokens");
  const facts = await readEstimateFacts(spec, context);
  context.progress.done();
  const estimate = estimateJob(spec, facts, rules, calibration);
  const today = context.now();
  const findings: Finding[] = [
    ...settingsFindings(job, rules, { today, end: likelyEnd(today, estimate.hours.likely) }),
    ...grader.findings.map((finding) => grader.place(finding)),
  ];
  const summary = summarizeFindings(findings);
  const outcomes = conditions.map((condition) => checkEstimate(condition, estimate));
  const ok = summary.errors === 0 && !outcomes.some(({ fails }) => fails);
  context.stdout.write(
    json
      ? jsonDocument("estimate", {
          ok,
          ...estimate,
          ...(outcomes.length > 0 && { conditions: outcomes }),
          findings,
          summary,
        })
      : reportFindings(findings, style) +
          reportEstimate(estimate, style) +
          reportEstimateConditions(outcomes, style),
  );
  return ok ? ExitCode.ok : ExitCode.no;
});
