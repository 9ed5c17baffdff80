import { spawn } from "node:child_process";
import { RftError } from "#errors.js";
import type { JobUpdate } from "#job/watch/job-update.js";
import { updateWords } from "#report/watch/report-updates.js";
import { maskSecretShapes } from "#words/secret-shapes.js";
import type { Context } from "#cli/frame/context.js";
import { exitCodeOfStatus } from "#cli/host/exit-code.js";

/** Whom a watch tells about updates worth waking somebody for. */
export interface HookOptions {
  /** A shell command. */
  onChange?: string | undefined;
  /** An https URL. */
  webhook?: string | undefined;
}

/** Tells others of updates; never throws, and never blocks the watch except in `finish`. */
export interface Hooks {
  tell(update: JobUpdate): void;
  /** Resolves when everything has been told or has timed out; at once after Ctrl-C. */
  finish(): Promise<void>;
}

/** Milliseconds a command and a webhook may take. */
const commandTime = 30_000;
const webhookTime = 10_000;
/** The longest queue; beyond it the newest update is dropped, unless it is the end. */
const longestQueue = 20;

/** What is told: JSON for a webhook, environment variables for a command. */
interface Message {
  job: string;
  type: JobUpdate["type"];
  at: string;
  text: string;
  status?: string;
  step?: number;
  rule?: string;
  reason?: string;
  dollars?: number;
  by?: string;
  checkpoint?: string;
  exitCode?: number;
}

/** The fields that a message takes over from an update. */
const carried = ["status", "step", "rule", "reason", "dollars", "by", "checkpoint"] as const;

/** True for updates that others are told of. */
function isTold(update: JobUpdate): boolean {
  return (
    ["status", "rule", "stalled", "end"].includes(update.type) ||
    (update.type === "spend" && update.warning !== undefined)
  );
}

function messageOf(job: string, update: JobUpdate): Message {
  const fields = Object.entries(update).flatMap(([name, value]): [string, string | number][] => {
    if (!carried.some((one) => one === name)) return [];
    if (typeof value === "number") return [[name, value]];
    // The reason a job failed is the service's own text, which may hold secrets.
    return typeof value === "string" ? [[name, maskSecretShapes(value)]] : [];
  });
  return {
    job,
    type: update.type,
    at: update.at,
    text: `${job}: ${updateWords(update) ?? update.type}`,
    ...Object.fromEntries(fields),
    ...(update.type === "end" && { exitCode: exitCodeOfStatus(update.status) }),
  };
}

/** `RFT_JOB`, `RFT_EXIT_CODE`, ...: data goes into variables, never into the text the shell parses. */
function variablesOf(message: Message): Record<string, string> {
  return Object.fromEntries(
    Object.entries(message).map(([name, value]) => [
      `RFT_${name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`,
      String(value),
    ]),
  );
}

/** Runs a command in the shell and hides its output. Resolves to what went wrong, if anything. */
function runCommand(command: string, message: Message, { cwd, env }: Context): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(command, {
      shell: true,
      cwd,
      env: { ...env, ...variablesOf(message) },
      stdio: "ignore",
      // Its own process group: Ctrl-C is for the watch, and the command's children can be killed with it.
      detached: true,
    });
    const timer = setTimeout(() => {
      endGroup(child.pid);
      resolve(`took longer than ${commandTime / 1000} s and was ended`);
    }, commandTime);
    child.on("error", ({ message: reason }) => {
      clearTimeout(timer);
      resolve(`could not be run: ${reason}`);
    });
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve(code === 0 ? undefined : `ended with ${code ?? "a signal"}`);
    });
  });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    // It has already ended by itself.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/** The URL without path and query, which are secret. */
function shownAddress({ protocol, host }: URL): string {
  return `${protocol}//${host}/...`;
}

/** @throws RftError `usage` if the webhook is not an https URL */
function parseWebhook(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "https:") return url;
  throw new RftError("usage", "--webhook is no https address", {
    hint: "Give the whole address, https://...; it is never printed.",
  });
}

async function post(url: URL, message: Message, { fetch }: Context): Promise<string | undefined> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(message),
      redirect: "manual",
      signal: AbortSignal.timeout(webhookTime),
    });
    return response.ok ? undefined : `was answered ${response.status}`;
  } catch (error) {
    // A failed fetch's message may contain the URL.
    return error instanceof Error && error.name === "TimeoutError"
      ? "did not answer in time"
      : "could not be reached";
  }
}

/**
 * Makes the hooks of a watch. They are told one after the other, in order; a failing hook is reported on stderr, and
 * the watch goes on.
 * @throws RftError `usage` if the webhook is not an https URL
 */
export function createHooks(context: Context, job: string, { onChange, webhook }: HookOptions): Hooks {
  const url = webhook === undefined ? undefined : parseWebhook(webhook);
  let queue = Promise.resolve();
  let waiting = 0;
  const tellOne = async (message: Message) => {
    if (onChange !== undefined) {
      const fault = await runCommand(onChange, message, context);
      if (fault !== undefined) context.hint(`--on-change ${fault}; the watch goes on`);
    }
    if (url) {
      const fault = (await post(url, message, context)) && (await post(url, message, context));
      if (fault !== undefined) context.hint(`${shownAddress(url)} ${fault}, twice; the watch goes on`);
    }
  };
  return {
    tell(update) {
      if ((onChange === undefined && !url) || !isTold(update)) return;
      if (waiting >= longestQueue && update.type !== "end") return;
      waiting++;
      queue = queue
        .then(() => tellOne(messageOf(job, update)))
        .catch((error: unknown) => context.hint(`a hook failed: ${String(error)}; the watch goes on`))
        .finally(() => void waiting--);
    },
    finish: async () => (context.signal.aborted ? undefined : queue),
  };
}
