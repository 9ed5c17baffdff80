import type { FaultRule } from "#emulator/faults/fault-rule.js";

// Secrets wherever one can stand: nothing of them may come out again.
export const key = "planted-key-0123456789abcdef";
const token = "eyJplanted0.planted1.planted2";
const secrets = `Bearer ${token} https://x.blob.core.windows.net/f?sig=planted-sas&se=1 api-key ${key}`;
/** Variables that hold one, beside the key's own. */
export const plantedEnvironment = {
  AZURE_OPENAI_API_KEY: key,
  // An emulator on this machine is never behind it.
  HTTPS_PROXY: "http://user:planted-password@127.0.0.1:9",
};

/** States of the one job that was there before. */
export const states = ["running", "paused", "succeeded"] as const;

/** A command that talks to the service: a new one joins by a line. */
export interface Row {
  /** As the table calls it. */
  name: string;
  words: string;
  state: (typeof states)[number];
  /** The request that is struck. */
  strikes: string;
  /** What the request does there: nothing, a change of state, a file less, a new file, a new job. */
  kind: "read" | "change" | "delete" | "upload" | "create";
  /** What is true on the service after it has had its effect once. */
  after?: string;
  /** True where the struck request is one for a list. */
  lists?: true;
}

const jobs = "/fine_tuning/jobs";
const lists = true;

/** A command that reads of a job that succeeded. */
const read = (words: string, strikes: string, more: Partial<Row> = {}): Row => ({
  name: words.replace(" JOB", ""),
  words,
  state: "succeeded",
  strikes: strikes.includes(" ") ? strikes : `GET ${strikes}`,
  kind: "read",
  ...more,
});
/** A command that changes a job. */
const change = (verb: string, state: Row["state"], after: string, flags = ""): Row => ({
  name: verb,
  words: `${verb} JOB${flags}`,
  state,
  strikes: `POST /fine_tuning/jobs/*/${verb}`,
  kind: "change",
  after,
});
const submit = (name: string, strikes: string, kind: Row["kind"], more: Partial<Row> = {}): Row => ({
  ...read("submit job.yaml --yes", strikes),
  name,
  kind,
  ...more,
});

const graders = "POST /fine_tuning/alpha/graders/*";

export const rows: readonly Row[] = [
  submit("submit: its job", `POST ${jobs}`, "create"),
  submit("submit: its files", "POST /files", "upload"),
  read("watch JOB", `${jobs}/*/events`, { lists }),
  read("watch JOB --once", `${jobs}/*`, { name: "watch --once" }),
  change("pause", "running", "pausing"),
  change("resume", "paused", "resuming"),
  change("cancel", "running", "cancelled", " --yes"),
  read("metrics JOB", "/files/*/content"),
  read("evals JOB", "/evals/*/runs", { lists }),
  read("estimate job.yaml --like JOB", "/files/*/content", { name: "estimate --like" }),
  read("list", jobs, { lists }),
  read("show JOB", `${jobs}/*`),
  read("events JOB", `${jobs}/*/events`, { lists }),
  read("checkpoints JOB", `${jobs}/*/checkpoints`, { lists }),
  read("files list", "/files", { lists }),
  read("files delete --unused --yes", "DELETE /files/*", { name: "files delete", kind: "delete" }),
  read("doctor", jobs, { lists }),
  read("check-grader grader.json --data train.jsonl --no-attacks --remote", graders, {
    name: "check-grader --remote",
  }),
  read(
    "check-grader grader.json --data train.jsonl --no-attacks --model o4-mini -k 1 -n 1",
    "POST /chat/completions",
    { name: "check-grader --model" },
  ),
  read("grade grader.json --samples samples.jsonl --remote 1", graders, { name: "grade --remote" }),
];

const wordy = { code: "planned", message: secrets };
const once = (fault: FaultRule["fault"]) => ({ fault, times: 1 });
const quick = { retry_after: 0, retry_after_ms: 1, ...wordy };

/** A fault without the request that it strikes. */
export type Rule = Omit<FaultRule, "request">;

/** A fault, the exit code of a command that meets it, and whether the struck request has its effect all the same. */
export interface Column {
  name: string;
  rule: Rule;
  exitCode: number;
  /** Only for requests of lists. */
  lists?: boolean;
  /** True where the struck request has its effect: a create request is not sent a second time. */
  effect?: boolean;
}

export const columns: readonly Column[] = [
  { name: "late", rule: once({ kind: "latency", seconds: 0.01 }), exitCode: 0, effect: true },
  { name: "429 once", rule: once({ kind: "status", status: 429, ...quick }), exitCode: 0 },
  { name: "503 once", rule: once({ kind: "status", status: 503, ...quick }), exitCode: 0 },
  { name: "503 for ever", rule: { fault: { kind: "status", status: 503, ...quick } }, exitCode: 3 },
  { name: "reset once", rule: once("reset"), exitCode: 0 },
  { name: "reset after the effect", rule: once("effect-then-reset"), exitCode: 0, effect: true },
  {
    name: "500 after the effect",
    rule: once({ kind: "effect-then-status", status: 500, ...quick }),
    exitCode: 0,
    effect: true,
  },
  { name: "half a body once", rule: once("half-body"), exitCode: 0, effect: true },
  { name: "HTML", rule: { fault: "html" }, exitCode: 3 },
  { name: "another content type", rule: { fault: "content-type" }, exitCode: 0, effect: true },
  { name: "entries twice", rule: { fault: "duplicate" }, exitCode: 0, lists: true },
  { name: "entries out of order", rule: { fault: "reorder" }, exitCode: 0, lists: true },
  { name: "an expired token", rule: { fault: "expired-token" }, exitCode: 4 },
  { name: "403", rule: { fault: { kind: "status", status: 403, ...wordy } }, exitCode: 4 },
];

/** A command and a fault that it meets. */
export interface Case {
  row: Row;
  column: Column;
  name: string;
}

export function caseName(row: Row, column: string): string {
  return `${row.name} × ${column}`;
}

/** A create request may not be sent twice: there is no second try where the first had no effect. */
const sentOnce = new Set(["429 once", "503 once", "reset once"]);

/** The exit code with which a command meets a fault. */
export function exitCodeOf({ kind }: Row, { name, exitCode }: Column): number {
  return kind === "create" && sentOnce.has(name) ? 3 : exitCode;
}

export const cases: readonly Case[] = rows.flatMap((row) =>
  columns
    .filter((column) => column.lists !== true || row.lists === true)
    .map((column) => ({ row, column, name: caseName(row, column.name) })),
);
