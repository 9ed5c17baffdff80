import { type Spread, certain, plus, times } from "#job/estimate/spread.js";
import type { RuleSet } from "#rules/rule-set.js";
import type { Job } from "#service/api.js";
import type { JobPace } from "./job-pace.js";
import type { PastJob } from "./past-jobs.js";
import { spreadOf } from "./spread-of.js";

/** Moments in ISO 8601, UTC. */
export interface MomentSpread {
  low: string;
  likely: string;
  high: string;
}

/** What a part of a forecast was reckoned from. */
export type ForecastBasis =
  /** How long the user's own jobs of the same model waited (`start`) or took (`end`). */
  | { for: "start" | "end"; by: "own-jobs"; jobs: number }
  | { for: "start"; by: "public-jobs"; source: string; date: string }
  /** The time that the job's own last steps took. */
  | { for: "end"; by: "steps"; steps: number };

/** When a job starts and ends, as far as past jobs or its own steps tell; never an exact time. */
export interface Forecast {
  /** Seconds in the queue so far, of a job that still waits. */
  waitedSeconds?: number;
  /** Of a job that waits; absent where it has waited longer than all it is measured by. */
  startsAt?: MomentSpread;
  endsAt?: MomentSpread;
  basis: ForecastBasis[];
}

export interface ForecastFacts {
  /** By the service's clock, where it is known. */
  now: Date;
  job: Job;
  /** What the job's own log says. */
  pace: JobPace;
  /** The user's own jobs of the same model and training type. */
  past: readonly PastJob[];
  rules: Pick<RuleSet, "queueHours">;
}

/** Statuses of a job that waits for its turn. */
const waiting = new Set(["pending", "queued", "validating_files"]);

export function isWaiting(status: string): boolean {
  return waiting.has(status);
}

/** Fewer of the user's own waits say too little: the public ones are counted in. */
const enoughWaits = 3;

function defined(values: readonly (number | undefined)[]): number[] {
  return values.filter((value) => value !== undefined);
}

/** Seconds in the queue, and what they are measured by. */
function queueSpread({ past, rules }: ForecastFacts): { seconds: Spread; basis: ForecastBasis[] } {
  const own = defined(past.map(({ queueSeconds }) => queueSeconds));
  const { value: hours, source, date } = rules.queueHours;
  const ofOwn: ForecastBasis[] = own.length > 0 ? [{ for: "start", by: "own-jobs", jobs: own.length }] : [];
  const enough = own.length >= enoughWaits ? spreadOf(own) : undefined;
  if (enough) return { seconds: enough, basis: ofOwn };
  const published = times(hours, certain(3600));
  const all = spreadOf([...own, published.low, published.high]);
  return {
    seconds: own.length > 0 && all ? all : published,
    basis: [...ofOwn, { for: "start", by: "public-jobs", source, date }],
  };
}

function isoOf(seconds: number): string | undefined {
  const at = new Date(seconds * 1000);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

/** What of a spread is past becomes now, its likely part the middle of what is left; undefined if all is past. */
function stillAhead({ low, likely, high }: Spread, now: number): Spread | undefined {
  if (high <= now) return undefined;
  return { low: Math.max(low, now), likely: likely > now ? likely : (now + high) / 2, high };
}

/** Moments that cannot be over. */
function ahead(spread: Spread, now: number): MomentSpread | undefined {
  const left = stillAhead(spread, now);
  if (!left) return undefined;
  const [first, middle, last] = [isoOf(left.low), isoOf(left.likely), isoOf(left.high)];
  if (first === undefined || middle === undefined || last === undefined) return undefined;
  return { low: first, likely: middle, high: last };
}

/** How long past jobs ran, else, where no log says when they started, how long they took with their wait. */
function pastRuns(past: readonly PastJob[]): { run?: Spread; whole?: Spread; jobs: number } {
  const runs = defined(past.map(({ runSeconds }) => runSeconds));
  const run = spreadOf(runs);
  if (run) return { run, jobs: runs.length };
  const wholes = defined(past.map(({ wholeSeconds }) => wholeSeconds));
  const whole = spreadOf(wholes);
  return { ...(whole && { whole }), jobs: wholes.length };
}

function forecastWaiting(facts: ForecastFacts, created: number, now: number): Forecast {
  const { seconds, basis } = queueSpread(facts);
  const starts = plus(seconds, certain(created));
  const startsAt = ahead(starts, now);
  const { run, whole, jobs } = pastRuns(facts.past);
  // A job that has waited longer than any starts now at the earliest.
  const from = stillAhead(starts, now) ?? certain(now);
  const ends = run ? plus(from, run) : whole && plus(whole, certain(created));
  const endsAt = ends && ahead(ends, now);
  return {
    waitedSeconds: Math.max(0, Math.round(now - created)),
    ...(startsAt && { startsAt }),
    ...(endsAt && { endsAt }),
    basis: [...basis, ...(endsAt ? [{ for: "end", by: "own-jobs", jobs } as const] : [])],
  };
}

/** The end by the job's own steps, which know best; without two of them by past jobs. */
function forecastRunning({ job, pace, past }: ForecastFacts, now: number): Forecast | undefined {
  const { seconds, left, lastStepAt, startedAt, timed } = pace;
  if (seconds && left !== undefined && lastStepAt !== undefined) {
    const endsAt = ahead(plus(times(seconds, certain(left)), certain(lastStepAt)), now);
    return endsAt && { endsAt, basis: [{ for: "end", by: "steps", steps: timed }] };
  }
  const { run, whole, jobs } = pastRuns(past);
  const ends =
    run && startedAt !== undefined
      ? plus(run, certain(startedAt))
      : whole && job.created_at !== undefined
        ? plus(whole, certain(job.created_at))
        : undefined;
  const endsAt = ends && ahead(ends, now);
  return endsAt && { endsAt, basis: [{ for: "end", by: "own-jobs", jobs }] };
}

/** A job's forecast; undefined for one that is settled, or of which nothing can be said. Pure. */
export function forecastJob(facts: ForecastFacts): Forecast | undefined {
  const { job } = facts;
  const now = facts.now.getTime() / 1000;
  if (isWaiting(job.status))
    return job.created_at === undefined ? undefined : forecastWaiting(facts, job.created_at, now);
  return job.status === "running" ? forecastRunning(facts, now) : undefined;
}
