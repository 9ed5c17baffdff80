import { RftError } from "#errors.js";
import type { FineTuningApi } from "#service/api.js";
import { newEvents } from "#service/list-events.js";
import { watchJob } from "#job/watch/watch.js";
import { isoTime } from "#job/watch/job-update.js";
import { jsonDocument, jsonLine } from "#report/text/json-document.js";
import { reportUpdate } from "#report/watch/report-updates.js";
import type { Context } from "#cli/frame/context.js";
import { defineCommand } from "#cli/frame/define-command.js";
import { ExitCode } from "#cli/host/exit-code.js";

const left = "stopped following; the job itself goes on";

/** Writes events as they come, until the job is finished or paused, or stdout is closed. */
async function followEvents(context: Context, api: FineTuningApi, jobId: string, interval: number) {
  const { now, stdout, style, json, offsetAt } = context;
  const sleep = async (milliseconds: number) => {
    await context.sleep(milliseconds);
    if (stdout.closed) throw new RftError("interrupted", left);
  };
  for await (const update of watchJob(api, jobId, { interval, now, sleep })) {
    if (update.type === "event")
      stdout.write(json ? jsonLine(update) : (reportUpdate(update, offsetAt, style) ?? ""));
    if (update.type === "retrying") context.hint(`${update.reason}; looking again in ${update.seconds} s`);
  }
}

/** `rft events <job>`: oldest first. */
export const run = defineCommand(
  "events",
  async (context, [name], { follow, interval, limit }) => {
    const jobId = await context.resolveJob(name);
    const api = await context.openApi();
    if (follow === true) {
      await followEvents(context, api, jobId, interval);
      return ExitCode.ok;
    }
    const all = await newEvents(api, jobId, new Set());
    const data = limit === undefined ? all : all.slice(-limit);
    const { json, style, stdout, offsetAt } = context;
    if (json) stdout.write(jsonDocument("events", { data }));
    for (const event of json ? [] : data) {
      const update = { type: "event", at: isoTime(event.created_at), event } as const;
      stdout.write(reportUpdate(update, offsetAt, style) ?? "");
    }
    return ExitCode.ok;
  },
  { interrupted: left, lines: ({ follow }) => follow === true },
);
