import type { ChalkInstance } from "chalk";
import type { Checkpoint, Job } from "#service/api.js";
import { isJsonObject } from "#json/json-value.js";
import { printable } from "#words/printable.js";
import { grouped } from "#words/quantities.js";
import { styleStatus } from "./report-job.js";

/** `2026-01-05 09:00`, UTC; empty if there is no time. */
function minute(unixSeconds: number | undefined): string {
  return unixSeconds === undefined
    ? ""
    : new Date(unixSeconds * 1000).toISOString().slice(0, 16).replace("T", " ");
}

function cell(text: string, width: number): string {
  return printable(text).padEnd(width);
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => printable(text).length));
}

/** Jobs, one per line: id, status, creation time (UTC), and suffix or else model. */
export function reportJobs(jobs: readonly Job[], style: ChalkInstance): string {
  if (jobs.length === 0) return "no fine-tuning job here\n";
  const idWidth = widest(jobs.map(({ id }) => id));
  const statusWidth = widest(jobs.map(({ status }) => status));
  const head = `${cell("job", idWidth)}  ${cell("status", statusWidth)}  ${"created (UTC)".padEnd(16)}  suffix or model`;
  const lines = jobs.map(({ id, status, created_at: created, suffix, model }) => {
    const gap = " ".repeat(Math.max(0, statusWidth - printable(status).length));
    const name = printable(suffix ?? model ?? "");
    return `${cell(id, idWidth)}  ${styleStatus(status, style)}${gap}  ${minute(created).padEnd(16)}  ${name}`.trimEnd();
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

/** Everything worth knowing about one job, a fact per line; times are UTC. */
export function reportJobFacts(job: Job, style: ChalkInstance): string {
  const { trained_tokens: tokens, error } = job;
  const type = job["trainingType"];
  return (
    `${style.bold(printable(job.id))}  ${styleStatus(job.status, style)}\n` +
    fact("model", job.model) +
    fact("suffix", job.suffix) +
    fact("training type", typeof type === "string" ? type : undefined) +
    fact("created", minute(job.created_at)) +
    fact("finished", minute(job.finished_at)) +
    fact("error", error?.message) +
    fact("training file", job.training_file) +
    fact("validation file", job.validation_file) +
    methodFacts(job) +
    fact("trained tokens", tokens === undefined ? undefined : grouped(tokens)) +
    fact("result file", job.result_files?.join(", ")) +
    fact("fine-tuned model", job.fine_tuned_model)
  );
}

/** Checkpoints in the order given: step, validation reward and id, then the model name to deploy. */
export function reportCheckpoints(checkpoints: readonly Checkpoint[], style: ChalkInstance): string {
  if (checkpoints.length === 0)
    return "no checkpoint yet: the service keeps them of a paused or finished job\n";
  const lines = checkpoints.map(
    ({ id, step_number: number, metrics, fine_tuned_model_checkpoint: model }) => {
      const step = number ?? metrics?.["step"];
      const reward = metrics?.["full_valid_mean_reward"];
      const cells = [String(step ?? "").padStart(4), (reward?.toFixed(4) ?? "").padStart(12), printable(id)];
      return `${cells.join("  ")}\n${model === undefined ? "" : `${" ".repeat(20)}${printable(model)}\n`}`;
    },
  );
  return `${style.dim("step  valid reward  checkpoint, and the model to deploy")}\n${lines.join("")}`;
}
