import { RftError } from "../../errors.js";
import { type Finding, summarizeFindings } from "../../finding.js";
import { checkJob, type JobCheck } from "../../job/check-job.js";
import type { UsableJob } from "../../job/usable-job.js";
import { type Plan, planJob } from "../../job/plan.js";
import { type SpecOverrides, jobFromFlags, loadJob } from "../../job/read-spec.js";
import { submitJob } from "../../job/submit.js";
import { jsonDocument } from "../../report/json-document.js";
import { reportFindings } from "../../report/report-findings.js";
import { reportPlan } from "../../report/report-plan.js";
import { reportRefusal, reportSubmission } from "../../report/report-submission.js";
import type { Context } from "../context.js";
import { defineCommand } from "../define-command.js";
import { ExitCode } from "../exit-code.js";
import { followJob } from "../follow-job.js";

interface Options {
  model?: string;
  train?: string;
  validation?: string;
  grader?: string;
  responseFormat?: string;
  suffix?: string;
  dryRun?: boolean;
  force?: boolean;
  watch?: boolean;
}

const fileTimeout = 10 * 60_000;
const watchInterval = 10;

function overridesOf({
  train,
  dryRun: _dryRun,
  force: _force,
  watch: _watch,
  ...same
}: Options): SpecOverrides {
  return { ...same, ...(train !== undefined && { training: train }) };
}

/** Says no, with what is wrong. */
function refuse(context: Context, findings: readonly Finding[]): ExitCode {
  const summary = summarizeFindings(findings);
  context.stdout.write(
    context.json
      ? jsonDocument("submit", { created: false, findings, summary })
      : reportRefusal(findings, context.style),
  );
  return ExitCode.no;
}

/** Shows a person what was found and what would be done. */
function show(context: Context, check: JobCheck, plan: Plan): void {
  if (context.json) return;
  context.stdout.write(reportFindings(check.findings, context.style));
  context.stdout.write(reportPlan(plan, context.style));
}

async function confirm(context: Context): Promise<boolean> {
  if (context.globals.yes === true) return true;
  if (!context.globals.input || !context.isInteractive()) {
    throw new RftError("usage", "submitting costs money and nobody can be asked here", {
      hint: "Read the plan (--dry-run), then say --yes.",
    });
  }
  return /^y(?:es)?$/i.test((await context.ask("Upload the files and create this job? [y/N] ")).trim());
}

async function create(context: Context, job: UsableJob, plan: Plan, watch: boolean): Promise<ExitCode> {
  const api = await context.openApi();
  const submission = await submitJob(api, job.spec, plan, {
    sleep: context.sleep,
    progress: (step) => void context.progress.step(step),
    fileTimeout,
  });
  context.progress.done();
  const { id } = submission.job;
  context.stdout.write(
    context.json
      ? jsonDocument("submit", { created: true, ...submission, plan })
      : reportSubmission(submission, context.style),
  );
  if (watch) return followJob(context, api, id, watchInterval);
  context.hint(`Follow it: rft watch ${id}`);
  return ExitCode.ok;
}

/** `rft submit [job.yaml]` */
export const run = defineCommand<[string | undefined], Options>(
  "submit",
  async (context, [path], options) => {
    const overrides = overridesOf(options);
    const loaded =
      path === undefined
        ? await jobFromFlags(overrides, context.cwd, context.rules.defaultModel.value)
        : await loadJob(path, context.cwd, overrides);
    const { spec } = loaded;
    if (!spec) return refuse(context, loaded.findings);
    const job = { ...loaded, spec };
    await context.progress.step("checking the data and the grader");
    const check = await checkJob(job, context.rules, context.signal);
    context.progress.done();
    const errors = check.findings.filter(({ severity }) => severity === "error");
    if (errors.length > 0 && options.force !== true) return refuse(context, check.findings);
    const plan = planJob(spec, check.facts, context.rules);
    show(context, check, plan);
    if (errors.length > 0)
      context.hint(`--force overrides: ${[...new Set(errors.map(({ code }) => code))].join(", ")}`);
    if (options.dryRun === true) {
      const { findings, summary } = check;
      if (context.json)
        context.stdout.write(jsonDocument("submit", { created: false, plan, findings, summary }));
      else context.stdout.write(`request body:\n${JSON.stringify(plan.request, null, 2)}\n`);
      return ExitCode.ok;
    }
    if (!(await confirm(context))) {
      context.hint("nothing was submitted");
      return ExitCode.no;
    }
    return create(context, job, plan, options.watch === true);
  },
);
