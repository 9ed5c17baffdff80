import { readForecast } from "#job/forecast/read-forecast.js";
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
  const forecast = await readForecast(job, serviceNow(api, context), { api, rules, onFailure });
  stdout.write(
    json
      ? jsonDocument("show", { job, ...(forecast && { forecast }) })
      : reportJobFacts(job, forecast, offsetAt, style),
  );
  return ExitCode.ok;
});
