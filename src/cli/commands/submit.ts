import { RftError } from "../../errors.js";
import { type Finding, summarizeFindings } from "../../finding.js";
import type { FineTuningApi } from "../../job/api.js";
import { checkJob } from "../../job/check-job.js";
import { type Plan, planJob } from "../../job/plan.js";
import { type SpecOverrides, jobFromFlags, loadJob } from "../../job/read-spec.js";
import type { JobSpec } from "../../job/spec.js";
import { type Submission, submitJob } from "../../job/submit.js";
import { jsonDocument } from "../../report/json-document.js";
import { reportPlan, reportRequest } from "../../report/report-plan.js";
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

/** The codes of the errors that --force overrides; said even with --quiet. */
function sayOverridden(context: Context, errors: readonly Finding[]): void {
  if (errors.length === 0) return;
  context.stderr.write(`--force overrides: ${[...new Set(errors.map(({ code }) => code))].join(", ")}\n`);
}

async function confirm(context: Context): Promise<boolean> {
  const { globals, json } = context;
  if (globals.yes === true) return true;
  if (!globals.input || json || !context.isInteractive()) {
    throw new RftError("usage", "submitting costs money and nobody can be asked here", {
      hint: "Read the plan (--dry-run), then say --yes.",
    });
  }
  const answer = await context.ask("Upload the files and create this job? [y/N] ");
  if (answer === undefined) throw new RftError("interrupted", "interrupted: nothing was submitted");
  return /^y(?:es)?$/i.test(answer.trim());
}

/** Uploads and creates; an interruption says how far it came. */
async function carryOut(
  context: Context,
  api: FineTuningApi,
  spec: JobSpec,
  plan: Plan,
): Promise<Submission> {
  let step = "connecting";
  const progress = async (text: string) => {
    step = text;
    await context.progress.step(text);
  };
  try {
    return await submitJob(api, spec, plan, { sleep: context.sleep, progress, fileTimeout });
  } catch (error) {
    const isUnknown = error instanceof RftError && error.code === "outcome-unknown";
    if (!context.signal.aborted || isUnknown) throw error;
    throw new RftError("interrupted", `interrupted while ${step}: no job was created`, { cause: error });
  }
}

async function create(context: Context, spec: JobSpec, plan: Plan, watch: boolean): Promise<ExitCode> {
  const api = await context.openApi();
  const submission = await carryOut(context, api, spec, plan);
  context.progress.done();
  const { id } = submission.job;
  context.stdout.write(
    context.json
      ? jsonDocument("submit", { created: true, ...submission, plan }, watch)
      : reportSubmission(submission, context.style),
  );
  if (watch) return followJob(context, api, id, { interval: watchInterval, isKnown: true });
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
    await context.progress.step("checking the data and the grader");
    const { findings, summary, facts } = await checkJob({ ...loaded, spec }, context.rules, context.signal);
    context.progress.done();
    const errors = findings.filter(({ severity }) => severity === "error");
    if (errors.length > 0 && options.force !== true) return refuse(context, findings);
    const plan = planJob(spec, facts, context.rules);
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
    if (await confirm(context)) return create(context, spec, plan, options.watch === true);
    context.hint("nothing was submitted");
    return ExitCode.no;
  },
  { lines: ({ watch }) => watch === true },
);
