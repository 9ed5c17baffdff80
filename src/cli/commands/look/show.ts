import { readForecast } from "#job/forecast/read-forecast.js";
import { checkJobRetirement } from "#job/retirement/job-retirement.js";
import { reportFindings } from "#report/findings/report-findings.js";
import { jsonDocument } from "#report/text/json-document.js";
import { reportJobFacts } from "#report/job/report-jobs.js";
import { defineCommand } from "#cli/frame/define-command.js";
import { serviceNow } from "#cli/frame/service-now.js";
import { ExitCode } from "#cli/host/exit-code.js";

/** `rft show <job>` */
export const run = defineCommand("show", async (context, [name]) => {
  const { stdout, json, rules, style, offsetAt } = context;
  const jobId = await context.resolveJob(name);
  const api = await context.openApi();
  const job = await api.getJob(jobId);
  const onFailure = (reason: string) => context.hint(`no past jobs for a forecast: ${reason}`);
  const now = serviceNow(api, context);
  const forecast = await readForecast(job, now, { api, rules, onFailure });
  const { retirement, findings } = checkJobRetirement(job, rules, { today: now });
  stdout.write(
    json
      ? jsonDocument("show", {
          job,
          ...(forecast && { forecast }),
          ...(retirement && { retirement }),
          findings,
        })
      : reportJobFacts(job, { forecast, retirement }, offsetAt, style) + reportFindings(findings, style),
  );
  return ExitCode.ok;
});
