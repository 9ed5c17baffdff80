import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { Chalk, type ChalkInstance } from "chalk";
import type { SignIn } from "#azure/sign-in.js";
import type { Trace } from "#azure/transport.js";
import { RftError } from "#errors.js";
import type { Deployment } from "#service/judge.js";
import type { FineTuningApi } from "#service/api.js";
import { isJobId } from "#service/is-job-id.js";
import type { Probes } from "#service/probes.js";
import type { Ledger } from "#job/ledger/ledger.js";
import { type RuleSet, ruleSetNames } from "#rules/rule-set.js";
import { isRuleSetName, newestRules, selectRules } from "#rules/select-rules.js";
import type { Host, Output } from "#cli/host/host.js";
import type { GlobalOptions } from "#cli/grammar/options-of.js";
import { isJson } from "./invocation.js";
import { type Progress, createProgress } from "#cli/host/progress.js";

/** What a command works with: the host, as configured by the global options. */
export interface Context extends Host {
  /** True if the result should be JSON. */
  readonly json: boolean;
  /** Colours for stdout; none if it is not a terminal or they are unwanted, unless FORCE_COLOR asks for them. */
  readonly style: ChalkInstance;
  readonly rules: RuleSet;
  readonly globals: GlobalOptions;
  readonly progress: Progress;
  /** Writes a sentence for the person to stderr, unless --quiet. */
  hint(text: string): void;
  /** What `rft doctor` uses to examine configuration, network and service. */
  openProbes(): Promise<Probes>;
  /** The service, connected according to flags, environment and configuration file. */
  openApi(): Promise<FineTuningApi>;
  /** One of the service's deployments. */
  openDeployment(name: string): Promise<Deployment>;
  /** The record of what was submitted from the current folder. */
  openLedger(): Promise<Ledger>;
  /**
   * The id that `<job>` names: itself, or for `last` the job submitted last from this folder.
   * @throws RftError `input` if `last` names none, or if a file or folder here has that name
   */
  resolveJob(job: string): Promise<string>;
  /** The same for a source that may also be a file or `-`, which stand for themselves. */
  resolveSource(source: string): Promise<string>;
}

function hasColor(output: Output, env: Host["env"], wanted: boolean): boolean {
  if (!wanted || env["NO_COLOR"] || env["TERM"] === "dumb") return false;
  return output.isTTY || (env["FORCE_COLOR"] !== undefined && env["FORCE_COLOR"] !== "0");
}

function rulesOf(name: string | undefined): RuleSet {
  if (name === undefined) return newestRules;
  if (isRuleSetName(name)) return selectRules(name);
  throw new RftError("usage", `no rule set "${name}"`, { hint: `Take one of ${ruleSetNames.join(", ")}.` });
}

/** The ways to the service, each loaded on first use. */
function waysToService(host: Host, globals: GlobalOptions, hint: Context["hint"]) {
  let signIn: SignIn | undefined;
  const connect = async (answerTimeout?: number) => {
    const { openConnection } = await import("#azure/open-connection.js");
    const { createSignIn } = await import("#azure/sign-in.js");
    const { signal, sleep, env: environment, cwd } = host;
    const trace = ({ method, path, status, requestId, milliseconds }: Trace) =>
      host.stderr.write(`${method} ${path} ${status ?? "failed"} ${requestId ?? "-"} ${milliseconds} ms\n`);
    const request = { flags: globals, environment, cwd, fetch: host.fetch };
    const opened = await openConnection({
      ...request,
      ...(answerTimeout !== undefined && { answerTimeout }),
    });
    const { connection, settings, fetch, proxy } = opened;
    const { endpoint } = settings;
    if (globals.profile !== undefined && endpoint && endpoint.from.kind !== "profile") {
      hint(`the endpoint is that of ${endpoint.from.name}, not the profile's: it comes first`);
    }
    // One for the process: the scope that one client found, the next one need not look for.
    signIn ??= createSignIn(connection, signal);
    const verbose = globals.verbose === true && { trace };
    const options = { fetch, sleep, signal, via: proxy?.label, signIn, ...verbose };
    return { connection, options };
  };
  const openProbes = async () => {
    const { createProbes } = await import("#azure/create-probes.js");
    const { signal, env: environment, cwd, fetch, now, sleep, lookUp } = host;
    return createProbes({ request: { flags: globals, environment, cwd, fetch }, signal, now, sleep, lookUp });
  };
  const openApi = async () => {
    const { createClient } = await import("#azure/client.js");
    const { connection, options } = await connect();
    return createClient(connection, options);
  };
  const openDeployment = async (name: string) => {
    const { answerTimeout, createDeployment } = await import("#azure/deployment.js");
    const { connection, options } = await connect(answerTimeout);
    return createDeployment(name, connection, { ...options, now: host.elapsed });
  };
  return { openProbes, openApi, openDeployment };
}

/** The ledger of the current folder, and what `last` means there. */
function submittedFrom(host: Host, hint: Context["hint"]) {
  const openLedger = async () => {
    const { openLedger: open } = await import("#job/ledger/ledger.js");
    return open(host.cwd, {
      ...host,
      onDamage: (text) => hint(`${text}; this line is passed over`),
      onWait: (holder) => hint(`waiting for ${holder}, which works in this folder`),
    });
  };
  const resolveSource = async (source: string) => {
    if (source !== "last") return source;
    const latest = await (await openLedger()).latestJob();
    if (latest !== undefined) return latest;
    throw new RftError("input", "last: no job was submitted from this folder", {
      hint: "Give a job's id, or run rft where it was submitted: .rft/ledger.jsonl is there.",
    });
  };
  const resolveJob = async (job: string) => {
    const id = await resolveSource(job);
    if (isJobId(id) || !existsSync(resolve(host.cwd, id))) return id;
    throw new RftError("input", `${id}: a file or folder here, not a job`, {
      hint: "Give a job's id (ftjob-...) or last; rft list shows jobs, rft metrics reads result files.",
    });
  };
  return { openLedger, resolveSource, resolveJob };
}

/**
 * Makes a command's context.
 * @throws RftError `usage` for an unknown rule set
 */
export function createContext(host: Host, globals: GlobalOptions): Context {
  const json = isJson(globals);
  const hint = (text: string) => {
    if (globals.quiet !== true) host.stderr.write(`${text}\n`);
  };
  return {
    ...host,
    json,
    style: new Chalk({ level: hasColor(host.stdout, host.env, globals.color) ? 1 : 0 }),
    rules: rulesOf(globals.rules),
    globals,
    progress: createProgress(host, globals.quiet === true),
    hint,
    ...waysToService(host, globals, hint),
    ...submittedFrom(host, hint),
  };
}
