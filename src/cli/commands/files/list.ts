import { readFileUsage, selectFiles } from "#service/file-usage.js";
import { jsonDocument } from "#report/text/json-document.js";
import { reportFiles, totalBytes } from "#report/job/report-files.js";
import { defineCommand } from "#cli/frame/define-command.js";
import { serviceNow } from "#cli/frame/service-now.js";
import { ExitCode } from "#cli/host/exit-code.js";

/** `rft files list` */
export const run = defineCommand("files list", async (context, _args, { unused, olderThan }) => {
  const api = await context.openApi();
  const all = await readFileUsage(api);
  const before = olderThan?.(serviceNow(api, context));
  const shown = selectFiles(all, { ...(unused && { unused }), ...(before && { before }) });
  const quota = context.rules.fileQuota.value;
  const data = { files: all.length, bytes: totalBytes(all.map(({ file }) => file)), quota };
  context.stdout.write(
    context.json
      ? jsonDocument("files list", { files: shown.map(({ file, jobs }) => ({ ...file, jobs })), data })
      : reportFiles(shown, all, quota, context.offsetAt),
  );
  return ExitCode.ok;
});
