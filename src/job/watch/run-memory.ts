import type { Checkpoint, JobEvent } from "#service/api.js";
import { rememberEvent } from "#service/list-events.js";
import { stepOfEvent } from "#run/steps/run-metrics.js";
import type { RewardRange } from "#run/steps/noise-band.js";
import { isTerminal } from "#service/status.js";
import type { ArmedRule } from "#run/stop-rules/stop-rules.js";
import { type RunGuard, createGuard, judgeRun, saveGuard } from "./judge-run.js";
import { type JobUpdate, isoTime } from "./job-update.js";
import type { KnownSoFar, Look } from "./look-at-job.js";
import { pausedBy } from "./paused-by.js";
import type { SavedWatch } from "./saved-watch.js";
import {
  type SilenceState,
  beginSteps,
  breakSteps,
  findStall,
  hear,
  hearStep,
  startSilence,
} from "./job-silence.js";
import { type TrainingMark, isResumption, markOf } from "#run/spend/training-marks.js";
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
  /** When it began to train and stopped, in order. */
  readonly marks: TrainingMark[];
  /** True once the user was told that the clocks differ. */
  isSkewSaid: boolean;
  readonly spend: SpendState;
  readonly prices: Prices;
  /** For the steps known so far. */
  spent: SpendSoFar;
  readonly guard: RunGuard;
}

/** What a look is judged by. */
export interface Judgement extends SpendLimits {
  rules: readonly ArmedRule[];
  /** The time to stamp what the service does not stamp. */
  at: Date;
  /** The service's time; undefined if nothing tells it: then nothing is judged by time. */
  now: Date | undefined;
  /** The ledger says that we asked for the job's pause. */
  isOurs: boolean;
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
  const marks = saved?.marks ?? [];
  return {
    status: saved?.status,
    events: new Set(saved?.events),
    checkpoints: new Set(saved?.checkpoints),
    lastResumed: undefined,
    newestCheckpoint: saved?.checkpoints.at(-1),
    silence: { ...startSilence(), ...saved?.silence },
    marks: [...marks],
    isSkewSaid: saved?.isSkewSaid ?? false,
    spend: startSpend(saved?.warned),
    prices,
    spent: spendSoFar(guard.record.steps, prices, { marks }),
    guard,
  };
}

/** How many event ids are kept from one watch to the next. */
const keptEvents = 200;

/** The parts of a memory that the next watch needs. */
export function saveWatch(memory: RunMemory): SavedWatch {
  const { status, events, checkpoints, silence, marks, isSkewSaid, spend, guard } = memory;
  return {
    form: 1,
    status,
    events: [...events].slice(-keptEvents),
    checkpoints: [...checkpoints],
    silence,
    marks,
    ...(isSkewSaid && { isSkewSaid }),
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
function spendNow(memory: RunMemory, now: Date | undefined): SpendSoFar {
  const { spent, silence, status, prices, spend } = memory;
  const { lastStep } = silence;
  const isOpen = now !== undefined && status === "running" && lastStep !== undefined && !spend.bill;
  return isOpen ? withOpenTime(spent, now.getTime() / 1000 - lastStep, prices) : spent;
}

/** Recomputes the spend: only when a step or the bill arrives, not at each look. */
function reckon(memory: RunMemory): void {
  const { guard, prices, spend, marks } = memory;
  memory.spent = spendSoFar(guard.record.steps, prices, {
    marks,
    ...(spend.bill && { events: [spend.bill] }),
  });
}

/** When the newest of these lines that says so resumed the job, in unix seconds. */
export function resumedAt(events: readonly JobEvent[]): number | undefined {
  return events.findLast(isResumption)?.created_at;
}

/** What a log line says of the time that is trained: the service bills from the first step on, not from the start. */
function takeMark({ marks, silence }: RunMemory, event: JobEvent): void {
  const mark = markOf(event);
  if (!mark) return;
  marks.push(mark);
  if (mark.kind === "begins" && !/^job started/i.test(event.message)) beginSteps(silence, mark.at);
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
  memory.lastResumed = resumedAt([event]) ?? memory.lastResumed;
  takeMark(memory, event);
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

/** When the last news arrived, by the service's clock; on the first read of a log, the time of its newest line. */
function timeOfNews(memory: RunMemory, { events }: Look, now: number): number {
  const newest = events.at(-1)?.created_at;
  const isFirstLook = memory.silence.lastNews === undefined;
  return isFirstLook && newest !== undefined && newest > 0 ? Math.min(now, newest * 1000) : now;
}

/** Marks what a status shows and the log does not say: that the job has stopped, or trains again. */
function markStatus({ marks, silence }: RunMemory, isRunning: boolean, now: Date | undefined): void {
  const kind = isRunning ? "begins" : "stops";
  if (!now || marks.at(-1)?.kind === kind) return;
  const at = Math.floor(now.getTime() / 1000);
  marks.push({ at, kind });
  if (isRunning) beginSteps(silence, at);
}

/** If a job runs again after we asked for a pause, someone resumed it: drop the pause. */
function enterStatus(memory: RunMemory, status: string, now: Date | undefined): void {
  const isRunning = status === "running";
  const isResumed = isRunning && memory.status !== "running";
  if (isResumed && memory.guard.pause?.isAsked === true) memory.guard.pause = undefined;
  if (status !== memory.status && !isRunning) breakSteps(memory.silence);
  const isChanged = memory.status !== undefined && status !== memory.status && !isTerminal(status);
  if (isChanged && memory.guard.record.steps.length > 0) markStatus(memory, isRunning, now);
  memory.status = status;
}

/** What the passing of time triggers while a job runs: a rule on hours or dollars, or a stall. */
function* timeUpdates(memory: RunMemory, judgement: Judgement): Generator<JobUpdate> {
  const { now } = judgement;
  if (memory.status !== "running" || !now) return;
  const byTime = judgement.rules.filter((rule) => rule.byTime);
  yield* judgeRun(memory.guard, byTime, spendNow(memory, now), now.toISOString());
  const stall = findStall(memory.silence, now);
  if (stall) yield stall;
}

/** The update that a job has entered its status. */
function statusUpdate(memory: RunMemory, { job }: Look, { at, isOurs, ruleSet }: Judgement): JobUpdate {
  const isPreempted = job.status === "paused" && pausedBy(job, memory, { isOurs, ruleSet }) === "service";
  const by = isPreempted && { by: "service" as const };
  return { type: "status", at: at.toISOString(), status: job.status, job, ...by };
}

/** Records what a look found and yields what is new, in the order it happened. */
export function* takeLook(memory: RunMemory, look: Look, judgement: Judgement): Generator<JobUpdate> {
  const { job, events, checkpoints } = look;
  const { status } = memory;
  const isFirst = status === undefined;
  const isChanged = job.status !== status;
  const now = judgement.now?.getTime();
  if (now !== undefined && (events.length > 0 || isChanged))
    hear(memory.silence, timeOfNews(memory, look, now));
  const judged = { rules: judgement.rules, isOver: isTerminal(job.status) };
  const logged = events.flatMap((event) => [...eventUpdates(memory, event, judged)]);
  // On the first look the status comes first; after that, log lines come before the status they led to.
  if (isFirst) yield statusUpdate(memory, look, judgement);
  yield* logged;
  enterStatus(memory, job.status, judgement.now);
  yield* checkpointUpdates(memory, checkpoints, judgement.at);
  if (events.some((event) => isBill(event) || stepOfEvent(event)))
    yield spendUpdate(memory.spend, spendNow(memory, judgement.now), judgement, judgement.at.toISOString());
  if (isChanged && !isFirst) yield statusUpdate(memory, look, judgement);
  yield* timeUpdates(memory, judgement);
}
