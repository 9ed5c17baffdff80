import type { Checkpoint, JobEvent } from "#service/api.js";
import { rememberEvent } from "#service/list-events.js";
import { stepOfEvent } from "#run/steps/run-metrics.js";
import type { RewardRange } from "#run/steps/noise-band.js";
import { isTerminal } from "#service/status.js";
import type { ArmedRule } from "#run/stop-rules/stop-rules.js";
import { type RunGuard, createGuard, judgeRun, saveGuard } from "./judge-run.js";
import { type JobUpdate, isoTime } from "./job-update.js";
import type { KnownSoFar, Look } from "./look-at-job.js";
import type { SavedWatch } from "./saved-watch.js";
import { type SilenceState, breakSteps, findStall, hear, hearStep, startSilence } from "./job-silence.js";
import type { Prices } from "#run/spend/spend.js";
import { type SpendSoFar, spendSoFar, withOpenTime } from "./spend-so-far.js";
import {
  type SpendLimits,
  type SpendState,
  isBill,
  readBill,
  spendUpdate,
  startSpend,
} from "./spend-updates.js";

/** What a watch keeps about a job between looks: bounded by the job's steps, however long its log is. */
export interface RunMemory {
  status: string | undefined;
  readonly events: Set<string>;
  readonly checkpoints: Set<string>;
  /** When the job was last resumed, by the service's clock in unix seconds. */
  lastResumed: number | undefined;
  /** The id of the newest checkpoint. */
  newestCheckpoint: string | undefined;
  readonly silence: SilenceState;
  readonly spend: SpendState;
  readonly prices: Prices;
  /** For the steps known so far. */
  spent: SpendSoFar;
  readonly guard: RunGuard;
}

/** What a look is judged by. */
export interface Judgement extends SpendLimits {
  rules: readonly ArmedRule[];
  now: Date;
}

/**
 * Starts empty, or from what an earlier watch saved.
 * @param range of the grader's scores, if known
 */
export function createRunMemory(
  range: RewardRange | undefined,
  prices: Prices,
  saved?: SavedWatch,
): RunMemory {
  const guard = createGuard(range, saved);
  return {
    status: saved?.status,
    events: new Set(saved?.events),
    checkpoints: new Set(saved?.checkpoints),
    lastResumed: undefined,
    newestCheckpoint: saved?.checkpoints.at(-1),
    silence: { ...startSilence(), ...saved?.silence },
    spend: startSpend(saved?.warned),
    prices,
    spent: spendSoFar(guard.record.steps, prices),
    guard,
  };
}

/** How many event ids are kept from one watch to the next. */
const keptEvents = 200;

/** The parts of a memory that the next watch needs. */
export function saveWatch(memory: RunMemory): SavedWatch {
  const { status, events, checkpoints, silence, spend, guard } = memory;
  return {
    form: 1,
    status,
    events: [...events].slice(-keptEvents),
    checkpoints: [...checkpoints],
    silence,
    warned: [...spend.warned],
    ...saveGuard(guard),
  };
}

/** What the next look needs; empty before the first. */
export function knownSoFar(memory: RunMemory | SavedWatch | undefined): KnownSoFar {
  const { status, events } = memory ?? {};
  return { status, events: events instanceof Set ? events : new Set(events) };
}

/** The spend of the steps, plus the time since the last one if the job is running: a job that hangs is billed too. */
function spendNow({ spent, silence, status, prices, spend }: RunMemory, now: Date): SpendSoFar {
  const { lastStep } = silence;
  const isOpen = status === "running" && lastStep !== undefined && !spend.bill;
  return isOpen ? withOpenTime(spent, now.getTime() / 1000 - lastStep, prices) : spent;
}

/** Recomputes the spend: only when a step or the bill arrives, not at each look. */
function reckon(memory: RunMemory): void {
  memory.spent = spendSoFar(memory.guard.record.steps, memory.prices, memory.spend.bill);
}

/** The updates from one log line; `isOver` if the job can no longer be paused. */
function* eventUpdates(
  memory: RunMemory,
  event: JobEvent,
  { rules, isOver }: { rules: Judgement["rules"]; isOver: boolean },
): Generator<JobUpdate> {
  const { guard, silence, spend } = memory;
  rememberEvent(memory.events, event);
  const at = isoTime(event.created_at);
  yield { type: "event", at, event };
  readBill(spend, event);
  if (spend.bill === event) reckon(memory);
  if (/^job resum/i.test(event.message)) memory.lastResumed = event.created_at;
  const step = stepOfEvent(event);
  if (!step) return;
  hearStep(silence, event.created_at);
  guard.record.add({ timestamp: at, ...step });
  yield { type: "metrics", at, ...step };
  reckon(memory);
  const fired = judgeRun(guard, rules, memory.spent, at);
  if (isOver) guard.pause = undefined;
  yield* isOver ? fired.map((rule): JobUpdate => ({ ...rule, late: true })) : fired;
}

function* checkpointUpdates(
  memory: RunMemory,
  newestFirst: readonly Checkpoint[],
  now: Date,
): Generator<JobUpdate> {
  for (const checkpoint of newestFirst.toReversed()) {
    memory.newestCheckpoint = checkpoint.id;
    if (memory.checkpoints.has(checkpoint.id)) continue;
    memory.checkpoints.add(checkpoint.id);
    const { created_at: created } = checkpoint;
    const at = created === undefined ? now.toISOString() : isoTime(created);
    yield { type: "checkpoint", at, checkpoint };
  }
}

/** When the last news arrived, by our clock; on the first read of a log, the time of its newest line. */
function timeOfNews(memory: RunMemory, { events }: Look, now: number): number {
  const newest = events.at(-1)?.created_at;
  const isFirstLook = memory.silence.lastNews === undefined;
  return isFirstLook && newest !== undefined && newest > 0 ? Math.min(now, newest * 1000) : now;
}

/** If a job runs again after we asked for a pause, someone resumed it: drop the pause. */
function enterStatus(memory: RunMemory, status: string): void {
  const isResumed = status === "running" && memory.status !== "running";
  if (isResumed && memory.guard.pause?.isAsked === true) memory.guard.pause = undefined;
  if (status !== memory.status && status !== "running") breakSteps(memory.silence);
  memory.status = status;
}

/** What the passing of time triggers while a job runs: a rule on hours or dollars, or a stall. */
function* timeUpdates(memory: RunMemory, judgement: Judgement): Generator<JobUpdate> {
  if (memory.status !== "running") return;
  const at = judgement.now.toISOString();
  const byTime = judgement.rules.filter((rule) => rule.byTime);
  yield* judgeRun(memory.guard, byTime, spendNow(memory, judgement.now), at);
  const stall = findStall(memory.silence, judgement.now);
  if (stall) yield stall;
}

/** Records what a look found and yields what is new, in the order it happened. */
export function* takeLook(memory: RunMemory, look: Look, judgement: Judgement): Generator<JobUpdate> {
  const { job, events, checkpoints } = look;
  const at = judgement.now.toISOString();
  const isFirst = memory.status === undefined;
  const changed: JobUpdate[] =
    job.status === memory.status ? [] : [{ type: "status", at, status: job.status, job }];
  const news = timeOfNews(memory, look, judgement.now.getTime());
  if (events.length + changed.length > 0) hear(memory.silence, news);
  // On the first look the status comes first; after that, log lines come before the status they led to.
  if (isFirst) yield* changed;
  const judged = { rules: judgement.rules, isOver: isTerminal(job.status) };
  for (const event of events) yield* eventUpdates(memory, event, judged);
  enterStatus(memory, job.status);
  yield* checkpointUpdates(memory, checkpoints, judgement.now);
  if (events.some((event) => isBill(event) || stepOfEvent(event)))
    yield spendUpdate(memory.spend, spendNow(memory, judgement.now), judgement, at);
  if (!isFirst) yield* changed;
  yield* timeUpdates(memory, judgement);
}
