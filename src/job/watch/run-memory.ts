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

/** What a watch keeps of a job between two looks: bounded by the job's steps, however long its log is. */
export interface RunMemory {
  status: string | undefined;
  readonly events: Set<string>;
  readonly checkpoints: Set<string>;
  /** By the service's clock, when the job was last resumed; unix seconds. */
  lastResumed: number | undefined;
  /** The id of the checkpoint made last. */
  newestCheckpoint: string | undefined;
  readonly silence: SilenceState;
  readonly spend: SpendState;
  readonly prices: Prices;
  /** Of the steps known. */
  spent: SpendSoFar;
  readonly guard: RunGuard;
}

/** What a look is judged by. */
export interface Judgement extends SpendLimits {
  rules: readonly ArmedRule[];
  now: Date;
}

/**
 * A memory that holds nothing, or what an earlier watch has kept.
 * @param range of the grader's scores, where it is known
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

/** Events whose ids are kept from one watch to the next. */
const keptEvents = 200;

/** What of a memory the next watch has to know. */
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

/** What the next look has to know; nothing before the first. */
export function knownSoFar(memory: RunMemory | SavedWatch | undefined): KnownSoFar {
  const { status, events } = memory ?? {};
  return { status, events: events instanceof Set ? events : new Set(events) };
}

/** Spent by the steps, and since the last one where the job runs: a job that hangs is billed too. */
function spendNow({ spent, silence, status, prices, spend }: RunMemory, now: Date): SpendSoFar {
  const { lastStep } = silence;
  const isOpen = status === "running" && lastStep !== undefined && !spend.bill;
  return isOpen ? withOpenTime(spent, now.getTime() / 1000 - lastStep, prices) : spent;
}

/** Reckons the steps anew: at each of them, not at each look. */
function reckon(memory: RunMemory): void {
  memory.spent = spendSoFar(memory.guard.record.steps, memory.prices, memory.spend.bill);
}

/** What a line of the log brings; `isOver` where the job that wrote it can be paused no more. */
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

/** Our time of the last news: of a log read for the first time, that of its newest line. */
function timeOfNews(memory: RunMemory, { events }: Look, now: number): number {
  const newest = events.at(-1)?.created_at;
  const isFirstLook = memory.silence.lastNews === undefined;
  return isFirstLook && newest !== undefined && newest > 0 ? Math.min(now, newest * 1000) : now;
}

/** A job that runs again after we asked for a pause was resumed: the pause is done with. */
function enterStatus(memory: RunMemory, status: string): void {
  const isResumed = status === "running" && memory.status !== "running";
  if (isResumed && memory.guard.pause?.isAsked === true) memory.guard.pause = undefined;
  if (status !== memory.status && status !== "running") breakSteps(memory.silence);
  memory.status = status;
}

/** What time itself brings while a job runs: a rule on hours or dollars, a silence. */
function* timeUpdates(memory: RunMemory, judgement: Judgement): Generator<JobUpdate> {
  if (memory.status !== "running") return;
  const at = judgement.now.toISOString();
  const byTime = judgement.rules.filter((rule) => rule.byTime);
  yield* judgeRun(memory.guard, byTime, spendNow(memory, judgement.now), at);
  const stall = findStall(memory.silence, judgement.now);
  if (stall) yield stall;
}

/** Takes in what a look has shown and gives what of it is news, in the order in which it happened. */
export function* takeLook(memory: RunMemory, look: Look, judgement: Judgement): Generator<JobUpdate> {
  const { job, events, checkpoints } = look;
  const at = judgement.now.toISOString();
  const isFirst = memory.status === undefined;
  const changed: JobUpdate[] =
    job.status === memory.status ? [] : [{ type: "status", at, status: job.status, job }];
  const news = timeOfNews(memory, look, judgement.now.getTime());
  if (events.length + changed.length > 0) hear(memory.silence, news);
  // Where it stands is said first; from then on the log's lines come before the status they led to.
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
