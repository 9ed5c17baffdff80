import { connectionChecks } from "#job/doctor/connection-checks.js";
import { firstError, runDoctor } from "#job/doctor/run-doctor.js";
import { rulesCheck } from "#job/doctor/rules-check.js";
import { serviceChecks } from "#job/doctor/service-checks.js";
import { jsonDocument } from "#report/text/json-document.js";
import { reportDoctor } from "#report/job/report-doctor.js";
import { defineCommand } from "#cli/frame/define-command.js";
import { ExitCode, exitCodeOf } from "#cli/host/exit-code.js";

/** `rft doctor`: exits with the code of the first check that failed. */
export const run = defineCommand("doctor", async (context) => {
  const probes = await context.openProbes();
  await context.progress.step("looking at the connection");
  const checks = [...connectionChecks, ...serviceChecks, rulesCheck(context.rules, context.now())];
  const examination = await runDoctor(checks, probes);
  context.progress.done();
  context.stdout.write(
    context.json ? jsonDocument("doctor", examination) : reportDoctor(examination, context.style),
  );
  const first = firstError(examination);
  if (!first) return ExitCode.ok;
  return first.code === undefined ? ExitCode.no : exitCodeOf({ code: first.code });
});
