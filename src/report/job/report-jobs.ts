import type { ChalkInstance } from "chalk";
import type { JobRetirement } from "#job/retirement/job-retirement.js";
import type { Checkpoint, Job } from "#service/api.js";
import type { Forecast } from "#job/forecast/forecast.js";
import { isJsonObject } from "#json/json-value.js";
import { type OffsetAt, localMinute, localMinutes } from "#words/local-time.js";
import { printable } from "#words/printable.js";
import { grouped } from "#words/quantities.js";
import { billOfStatus } from "./report-bill.js";
import { forecastFacts } from "./describe-forecast.js";
import { styleStatus } from "./report-job.js";

/** `2026-01-05 10:00 +01:00`; empty if there is no time. */
function minute(unixSeconds: number | undefined, offsetAt: OffsetAt): string {
  return unixSeconds === undefined ? "" : localMinute(unixSeconds * 1000, offsetAt);
}

function cell(text: string, width: number): string {
  return printable(text).padEnd(width);
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => printable(text).length));
}

/** Jobs, one per line: id, status, creation in local time, and suffix or else model. */
export function reportJobs(jobs: readonly Job[], offsetAt: OffsetAt, style: ChalkInstance): string {
  if (jobs.length === 0) return "no fine-tuning job here\n";
  const idWidth = widest(jobs.map(({ id }) => id));
  const statusWidth = widest(jobs.map(({ status }) => status));
  const created = jobs.map(({ created_at: at }) => (at === undefined ? undefined : at * 1000));
  const { zone, minutes } = localMinutes(created, offsetAt);
  const createdHead = zone === undefined ? "created" : `created (${zone})`;
  const createdWidth = widest([createdHead, ...minutes]);
  const head = `${cell("job", idWidth)}  ${cell("status", statusWidth)}  ${createdHead.padEnd(createdWidth)}  suffix or model`;
  const lines = jobs.map(({ id, status, suffix, model }, index) => {
    const gap = " ".repeat(Math.max(0, statusWidth - printable(status).length));
    const name = printable(suffix ?? model ?? "");
    return `${cell(id, idWidth)}  ${styleStatus(status, style)}${gap}  ${(minutes[index] ?? "").padEnd(createdWidth)}  ${name}`.trimEnd();
  });
  return `${style.dim(head)}\n${lines.join("\n")}\n`;
}

/** Fits every name of ours, and the longest of the service's settings plus two spaces. */
const nameWidth = 26;

/** One fact on its own line; empty if there is no value. */
function fact(name: string, value: string | undefined): string {
  if (value === undefined || value === "") return "";
  return `  ${`${printable(name)}  `.padEnd(nameWidth)}${printable(value)}\n`;
}

function settingText(value: unknown): string {
  return value === -1 ? "auto" : String(value);
}

function methodFacts({ method }: Job): string {
  const reinforcement = isJsonObject(method?.["reinforcement"]) ? method["reinforcement"] : {};
  const { grader, hyperparameters } = reinforcement;
  const settings = isJsonObject(hyperparameters) ? Object.entries(hyperparameters) : [];
  const graderWords = isJsonObject(grader)
    ? [grader["type"], grader["name"]].filter((word) => typeof word === "string").join(" ")
    : undefined;
  return (
    fact("grader", graderWords) + settings.map(([name, value]) => fact(name, settingText(value))).join("")
  );
}

/** When its base model, its judges and its own model go. */
function retirementFacts(retirement: JobRetirement | undefined): string {
  if (!retirement) return "";
  const { base, training, deployment, judges, date } = retirement;
  const least = training?.isEarliest ? ", not earlier" : "";
  const who = training?.existingCustomersOnly ? ", for existing customers" : "";
  return (
    fact("base model retires", base && `${base} (as of ${date})`) +
    fact("its training retires", training && `${training.date}${least}${who}`) +
    fact("served until", deployment) +
    judges.map((judge) => fact("judge retires", `${judge.base}  ${judge.model}`)).join("")
  );
}

/** What lies ahead of a job, as far as it is known. */
interface JobOutlook {
  forecast?: Forecast | undefined;
  retirement?: JobRetirement | undefined;
}

/** Everything worth knowing about one job, a fact per line; times are local. */
export function reportJobFacts(
  job: Job,
  { forecast, retirement }: JobOutlook,
  offsetAt: OffsetAt,
  style: ChalkInstance,
): string {
  const { trained_tokens: tokens, error } = job;
  const type = job["trainingType"];
  return (
    `${style.bold(printable(job.id))}  ${styleStatus(job.status, style)}\n` +
    fact("model", job.model) +
    fact("suffix", job.suffix) +
    fact("training type", typeof type === "string" ? type : undefined) +
    fact("created", minute(job.created_at, offsetAt)) +
    fact("finished", minute(job.finished_at, offsetAt)) +
    forecastFacts(forecast, offsetAt)
      .map(([name, value]) => fact(name, value))
      .join("") +
    fact("error", error?.message) +
    fact("bill", billOfStatus(job.status)) +
    fact("training file", job.training_file) +
    fact("validation file", job.validation_file) +
    methodFacts(job) +
    fact("trained tokens", tokens === undefined ? undefined : grouped(tokens)) +
    fact("result file", job.result_files?.join(", ")) +
    fact("fine-tuned model", job.fine_tuned_model) +
    retirementFacts(retirement)
  );
}

/** True for a checkpoint's own name: only the one that is the job's model carries the model's. */
function isOwnName(name: string): boolean {
  return /:ckpt-step-\d+$/.test(name);
}

/**
 * Checkpoints in the order given: step, validation reward, and the name to deploy, which is the id; for the one that is
 * the job's model that model's name too. The form `...:ckpt-step-20`, which deploys nothing, is left to --json.
 */
export function reportCheckpoints(checkpoints: readonly Checkpoint[], style: ChalkInstance): string {
  if (checkpoints.length === 0)
    return "no checkpoint yet: the service keeps them of a paused or finished job\n";
  const lines = checkpoints.map(
    ({ id, step_number: number, metrics, fine_tuned_model_checkpoint: model }) => {
      const step = number ?? metrics?.["step"];
      const reward = metrics?.["full_valid_mean_reward"];
      const cells = [String(step ?? "").padStart(4), (reward?.toFixed(4) ?? "").padStart(12), printable(id)];
      const same =
        model === undefined || isOwnName(model)
          ? ""
          : `${" ".repeat(20)}the job's model, ${printable(model)}\n`;
      return `${cells.join("  ")}\n${same}`;
    },
  );
  return `${style.dim("step  valid reward  checkpoint, by the name to deploy it by")}\n${lines.join("")}`;
}
