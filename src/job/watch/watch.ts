import { setTimeout as delay } from "node:timers/promises";
import { RftError } from "#errors.js";
import { type BackOff, createBackOff } from "#retry/back-off.js";
import { outagePolicy } from "#retry/outage-policy.js";
import type { RuleSet } from "#rules/rule-set.js";
import { newestRules } from "#rules/select-rules.js";
import type { FineTuningApi, Job } from "#service/api.js";
import { pauseJob, refuseUnpausable } from "#service/change-state.js";
import { rangeOfJob } from "#run/read/reward-range.js";
import type { PricedJob } from "#run/spend/spend.js";
import { isSettled, isTerminal } from "#service/status.js";
import type { ArmedRule } from "#run/stop-rules/stop-rules.js";
import { endOfJob } from "./end-of-job.js";
import type { JobUpdate, PausedBy } from "./job-update.js";
import { pausedBy } from "./paused-by.js";
import { type Look, lookAtJob } from "./look-at-job.js";
import { type RunMemory, createRunMemory, knownSoFar, resumedAt, saveWatch, takeLook } from "./run-memory.js";
import { type SavedWatch, actionsOf } from "./saved-watch.js";
import { type JobClock, createJobClock } from "./job-clock.js";
import { pricesOfJob, refuseUnpriced } from "./spend-so-far.js";
import { isBill } from "./spend-updates.js";

/** How to follow a job, and what that needs from outside. */
export interface WatchOptions {
  /** Seconds between two looks at the job; 10 by default. */
  interval?: number;
  /**
   * Report only what happened at or after this time, which may depend on the service's; earlier events still count for
   * rules and spend.
   */
  since?: Date | ((now: Date) => Date);
  /** The job was just created, so it exists: even the first look may fail for a while. */
  isKnown?: boolean;
  /** Rules that pause the job. */
  rules?: readonly ArmedRule[];
  /** Dollars; warns at 50, 80 and 95% of them, as for the spend at which the service pauses a job. */
  budget?: number;
  /** Models, prices and limits. */
  ruleSet?: RuleSet;
  /** Prices of judge models, as the job file gives them. */
  prices?: PricedJob["prices"];
  /** Take a single look, continuing from the saved watch; if a rule fires, go on until the job is paused. */
  once?: boolean;
  /** What an earlier watch of this job saved. */
  saved?: SavedWatch;
  /** Called after each look's updates have been consumed, with what to save. */
  save?: (watch: SavedWatch) => Promise<void>;
  /** Called with the rules that paused the job, once the service has taken the request. */
  paused?: (rules: readonly string[]) => Promise<void>;
  /** Called once if a rule needs the range of the grader's scores and it is unknown, so taken as 0 to 1. */
  rangeAssumed?: () => void;
  /** Called once if this machine's clock is more than five minutes off, with the seconds it is ahead. */
  clockDiffers?: (seconds: number) => void;
  /** Whether we asked for a pause after this time (the job's last start, by our clock), as a ledger may record. */
  isOurPause?: (since: Date) => Promise<boolean>;
  /** End at a pause that the service will end by itself (a preempted developer tier job) instead of waiting. */
  exitOnPreemption?: boolean;
  /** This machine's clock: only compared with the service's, and a stamp while that is unknown. */
  now?: () => Date;
  /** Resolves after this many milliseconds; rejects when the watch is interrupted. */
  sleep?: (milliseconds: number) => Promise<void>;
  /** 0 to 1; spreads the retries of many watchers after a fault. */
  random?: () => number;
}

const defaults = {
  interval: 10,
  since: new Date(0),
  isKnown: false,
  rules: [] as readonly ArmedRule[],
  ruleSet: newestRules,
  once: false,
  paused: async () => {},
  rangeAssumed: () => {},
  clockDiffers: () => {},
  exitOnPreemption: false,
  isOurPause: async () => false,
  now: () => new Date(),
  sleep: (milliseconds: number) => delay(milliseconds),
  random: Math.random,
} satisfies WatchOptions;

type Options = WatchOptions & Required<Omit<WatchOptions, "budget" | "prices" | "saved" | "save">>;

function retrying({ message }: RftError, seconds: number, now: Date): JobUpdate {
  return { type: "retrying", at: now.toISOString(), reason: message, seconds };
}

/** After the final status: looks without news before the log counts as complete, and looks in all. */
const quietLooks = { usual: 2, afterBill: 1, most: 12 };
/** Once a job finished this many seconds ago, its bookkeeping is complete. */
const bookkeepingSeconds = 600;
/** Seconds a watch with `once` waits for a pause it has asked for. */
const pauseSeconds = 900;
/** Seconds by which the two clocks may differ without a word. */
const clockTolerance = 300;

interface Following {
  readonly api: FineTuningApi;
  readonly jobId: string;
  readonly options: Options;
  readonly patience: BackOff;
  readonly clock: JobClock;
}

function hasLongFinished({ finished_at: finished }: Job, { api, options }: Following): boolean {
  const now = api.serviceTime?.() ?? options.now();
  return finished !== undefined && now.getTime() / 1000 - finished > bookkeepingSeconds;
}

/** The service's time; ours only where nothing has told it yet. */
function stamp({ clock, options }: Following): Date {
  return clock.now() ?? options.now();
}

async function rest({ options, clock }: Following, seconds: number): Promise<void> {
  await options.sleep(seconds * 1000);
  clock.wait(seconds * 1000);
}

/** Milliseconds by which our clock is ahead of the service's; 0 if its answers do not tell. */
function aheadBy({ api, options }: Following): number {
  const service = api.serviceTime?.();
  return service ? options.now().getTime() - service.getTime() : 0;
}

/** Says once that our clock is off; an emulator's differs on purpose. */
function compareClocks(following: Following, memory: RunMemory): void {
  if (!following.api.serviceTime?.()) return;
  const simulated = following.api.simulatedAhead?.() ?? 0;
  const seconds = Math.round((aheadBy(following) + simulated) / 1000);
  if (memory.isSkewSaid || Math.abs(seconds) <= clockTolerance) return;
  memory.isSkewSaid = true;
  following.options.clockDiffers(seconds);
}

/** Updates stamped with the service's time: only these can be older than `since`. */
const logged = new Set<JobUpdate["type"]>(["event", "metrics", "checkpoint"]);

/** The updates from a look, without those older than `since`. */
function* news(following: Following, memory: RunMemory, look: Look, isOurs = false): Generator<JobUpdate> {
  const { options, clock } = following;
  const at = stamp(following);
  const since = (typeof options.since === "function" ? options.since(at) : options.since).toISOString();
  const { rules, budget, ruleSet } = options;
  for (const update of takeLook(memory, look, { rules, budget, ruleSet, at, now: clock.now(), isOurs })) {
    if (update.at >= since || !logged.has(update.type)) yield update;
  }
}

/** The bookkeeping that the service logs after a job's last status ("Training hours billed", ...). */
async function* lastEvents(following: Following, memory: RunMemory, job: Job): AsyncGenerator<JobUpdate> {
  const { api, jobId, options, patience } = following;
  if (!isTerminal(job.status) || options.once || hasLongFinished(job, following)) return;
  let quiet = 0;
  let wanted = quietLooks.usual;
  for (let looks = 0; quiet < wanted && looks < quietLooks.most; looks++) {
    await rest(following, options.interval);
    quiet++;
    try {
      const updates = [...news(following, memory, await lookAtJob(api, jobId, knownSoFar(memory)))];
      if (updates.length > 0) quiet = 0;
      if (updates.some((update) => update.type === "event" && isBill(update.event)))
        wanted = quietLooks.afterBill;
      yield* updates;
    } catch (error) {
      // The job is over: failing to read its last lines must not hide how it ended.
      if (!(error instanceof RftError) || patience.waitAfter(error) === undefined) throw error;
      yield retrying(error, options.interval, stamp(following));
    }
  }
}

/** Asks for the pause that rules want, at each look while the job runs; a refusal is reported and retried. */
async function* askForPause(following: Following, memory: RunMemory): AsyncGenerator<JobUpdate> {
  const { api, jobId, options } = following;
  const { pause } = memory.guard;
  if (!pause || memory.status !== "running") return;
  try {
    await pauseJob(api, jobId);
    if (!pause.isAsked) await options.paused(pause.rules);
    pause.isAsked = true;
  } catch (error) {
    if (!(error instanceof RftError) || error.code === "interrupted") throw error;
    yield retrying(error, options.interval, stamp(following));
  }
}

/** Takes a look, waiting out transient faults. */
async function* lookPatiently(
  following: Following,
  memory: RunMemory | undefined,
): AsyncGenerator<JobUpdate, Look> {
  const { api, jobId, options, patience, clock } = following;
  for (;;) {
    try {
      const look = await lookAtJob(api, jobId, knownSoFar(memory ?? options.saved));
      clock.hear(look.events);
      patience.reset();
      return look;
    } catch (error) {
      const isKnown = memory !== undefined || options.isKnown;
      const wait = isKnown ? patience.waitAfter(error) : undefined;
      if (wait === undefined || !(error instanceof RftError)) throw error;
      const seconds = Math.ceil(wait * 10) / 10;
      yield retrying(error, seconds, stamp(following));
      await rest(following, seconds);
    }
  }
}

/** Whether we asked for the pause of a paused job, by the ledger, which is written by our clock. */
async function isOurPause(following: Following, memory: RunMemory, { job, events }: Look): Promise<boolean> {
  if (job.status !== "paused") return false;
  const lastStart = resumedAt(events) ?? memory.lastResumed ?? 0;
  return following.options.isOurPause(new Date(lastStart * 1000 + aheadBy(following)));
}

/** Yields the last log lines of a job that has settled, and its end. */
async function* finish(
  following: Following,
  memory: RunMemory,
  job: Job,
  by: PausedBy | undefined,
): AsyncGenerator<JobUpdate> {
  const { options } = following;
  yield* lastEvents(following, memory, job);
  await options.save?.(saveWatch(memory));
  yield endOfJob(job, memory, { ruleSet: options.ruleSet, by }, stamp(following).toISOString());
}

/** What counts from an earlier watch: for a single look everything, for a long watch only its actions. */
function savedFor({ saved, once = false }: WatchOptions): { saved?: SavedWatch } {
  if (!saved) return {};
  return { saved: once ? saved : actionsOf(saved) };
}

/** A memory for the job just seen; refuses a job the rules or the budget cannot apply to. */
function remember({ options }: Following, job: Job): RunMemory {
  const { rules, budget, ruleSet, saved } = options;
  const prices = pricesOfJob(job, ruleSet, options.prices);
  if (rules.length > 0) refuseUnpausable(job, ruleSet);
  if (budget !== undefined || rules.some(({ byDollars }) => byDollars)) refuseUnpriced(job, prices);
  const range = rangeOfJob(job, ruleSet);
  if (!range && rules.some(({ byRange }) => byRange)) options.rangeAssumed();
  return createRunMemory(range, prices, saved);
}

/**
 * Follows a job until it finishes or is paused: each status change and each event once, events oldest first. Once the
 * job is known to exist, faults are reported as `retrying` and waited out: a network outage without limit, a failed
 * sign-in for an hour, a job not found for two minutes. If a rule fires, the job is paused and followed until it has
 * stopped. A pause by the service itself (developer tier, see `pausedBy`) is waited out.
 *
 * Every time is the service's: this machine's clock may be wrong or jump and changes nothing.
 * @throws RftError if the first look fails or a fault does not pass; StateError if rules are set and the job's model
 * cannot be paused, or dollars are limited and its price is not known
 */
export async function* watchJob(
  api: FineTuningApi,
  jobId: string,
  given: WatchOptions = {},
): AsyncGenerator<JobUpdate, void> {
  const options: Options = { ...defaults, ...given, ...savedFor(given) };
  const patience = createBackOff(outagePolicy(options.interval), options.random);
  const following = { api, jobId, options, patience, clock: createJobClock(api) };
  let memory: RunMemory | undefined;
  for (let waited = 0; ; waited += options.interval) {
    const look = yield* lookPatiently(following, memory);
    memory ??= remember(following, look.job);
    compareClocks(following, memory);
    const isOurs = await isOurPause(following, memory, look);
    yield* news(following, memory, look, isOurs);
    yield* askForPause(following, memory);
    await options.save?.(saveWatch(memory));
    const { job } = look;
    const { ruleSet } = options;
    const by = job.status === "paused" ? pausedBy(job, memory, { isOurs, ruleSet }) : undefined;
    const goesOn = by === "service" && !options.exitOnPreemption;
    if (isSettled(job.status) && !goesOn) {
      yield* finish(following, memory, job, by);
      return;
    }
    if (options.once && (!memory.guard.pause || waited >= pauseSeconds)) return;
    await rest(following, options.interval);
  }
}
