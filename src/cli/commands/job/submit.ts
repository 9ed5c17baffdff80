import { RftError } from "#errors.js";
import { type Finding, summarizeFindings } from "#finding.js";
import { checkJob } from "#job/submit/check-job.js";
import { planJob } from "#job/submit/plan.js";
import { priceOfJob } from "#job/estimate/price-of-job.js";
import { parseStopRules } from "#run/stop-rules/stop-rules.js";
import type { PlannedJob } from "#job/submit/submit.js";
import { jsonDocument } from "#report/text/json-document.js";
import { reportPlan, reportRequest } from "#report/job/report-plan.js";
import { reportRefusal, reportSubmission } from "#report/job/report-submission.js";
import { carryOutPlan } from "./carry-out-plan.js";
import { type Question, confirm } from "#cli/frame/confirm.js";
import type { Context } from "#cli/frame/context.js";
import { defineCommand } from "#cli/frame/define-command.js";
import type { OptionsOf } from "#cli/grammar/options-of.js";
import { ExitCode } from "#cli/host/exit-code.js";
import { followJob } from "#cli/follow/follow-job.js";
import { loadNamedJob } from "#cli/subject/named-job.js";
import { keepWatchSettings } from "#cli/follow/watch-settings.js";

type Options = OptionsOf<"submit">;

const watchInterval = 10;

const question: Question = {
  text: "Upload the files and create this job?",
  unasked: "submitting costs money and nobody can be asked here",
  unaskedHint: "Read the plan (--dry-run), then say --yes.",
  otherwise: "nothing was submitted",
};

/** Reports the findings that stand in the way. */
function refuse(context: Context, findings: readonly Finding[]): ExitCode {
  const summary = summarizeFindings(findings);
  context.stdout.write(
    context.json
      ? jsonDocument("submit", { created: false, findings, summary })
      : reportRefusal(findings, context.style),
  );
  return ExitCode.no;
}

/** Names the errors that --force overrides, even with --quiet. */
function sayOverridden(context: Context, errors: readonly Finding[]): void {
  if (errors.length === 0) return;
  context.stderr.write(`--force overrides: ${[...new Set(errors.map(({ code }) => code))].join(", ")}\n`);
}

/** The resource or project the connection leads to; undefined if none is configured, which a dry run allows. */
async function endpointOf(context: Context): Promise<string | undefined> {
  try {
    return (await context.openApi()).endpoint;
  } catch (error) {
    if (error instanceof RftError && error.code === "configuration") return undefined;
    throw error;
  }
}

async function create(context: Context, job: PlannedJob, { again, watch }: Options): Promise<ExitCode> {
  const api = await context.openApi();
  const submission = await carryOutPlan(context, api, job, again === true);
  context.progress.done();
  const { id } = submission.job;
  await keepWatchSettings(context, id, job.spec.file);
  context.stdout.write(
    context.json
      ? jsonDocument("submit", { ...submission, plan: job.plan }, watch === true)
      : reportSubmission(submission, context.style),
  );
  if (watch) {
    const { watch: wishes, prices } = job.spec.file;
    return followJob(context, api, id, {
      interval: watchInterval,
      isKnown: true,
      rules: parseStopRules(wishes?.pause_when ?? []),
      ...(prices && { prices }),
    });
  }
  context.hint(`Follow it: rft watch ${id}`);
  return ExitCode.ok;
}

/** `rft submit [job.yaml]` */
export const run = defineCommand(
  "submit",
  async (context, [path], options) => {
    const loaded = await loadNamedJob(path, options, context);
    const { spec } = loaded;
    if (!spec) return refuse(context, loaded.findings);
    await context.progress.step("checking the data and the grader");
    const { rules, signal } = context;
    const check = { today: context.now(), signal };
    const { findings, summary, facts } = await checkJob({ ...loaded, spec }, rules, check);
    context.progress.done();
    const errors = findings.filter(({ severity }) => severity === "error");
    if (errors.length > 0 && options.force !== true) return refuse(context, findings);
    const dollars = await priceOfJob(spec, { rules, facts, signal });
    const planned = planJob(spec, facts, rules, await endpointOf(context));
    const plan = { ...planned, ...(dollars && { dollars }) };
    if (!context.json) context.stdout.write(reportPlan(plan, findings, context.style));
    sayOverridden(context, errors);
    if (options.dryRun === true) {
      context.stdout.write(
        context.json
          ? jsonDocument("submit", { created: false, plan, findings, summary })
          : reportRequest(plan),
      );
      return ExitCode.ok;
    }
    if (!(await confirm(context, question))) return ExitCode.no;
    return create(context, { spec, plan, facts }, options);
  },
  { lines: ({ watch }) => watch === true },
);
