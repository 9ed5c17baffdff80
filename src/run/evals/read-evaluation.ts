import { StateError } from "#errors.js";
import { allPages } from "#service/all-pages.js";
import type { EvalOutputItem, EvalRun, FineTuningApi, Job } from "#service/api.js";
import { graderName, passedOf, scoreOf } from "./read-rollout.js";
import { resultStep } from "./step-names.js";
import { type ItemPrint, printItem, rowKeys } from "./row-keys.js";

/** What we keep of one output of a run: no texts, so that a run of any length fits in memory. */
export interface EvalOutcome {
  itemId: string;
  /** The same for all outputs of a row, in every run. */
  row: string;
  score?: number;
}

/** One evaluation of the job's model. */
export interface EvaluationRun {
  id: string;
  name: string;
  /** From a name such as `Step 5`; absent if it names none. */
  step?: number;
  /** The same evaluation's step in the results and in `rft metrics`: 1 for `Step 0`. Absent if `step` is. */
  resultStep?: number;
  status: string;
  /** Outputs read. */
  samples: number;
  /** Outputs without a score; no mean counts them. */
  errored: number;
  meanScore?: number;
  /** Of the outputs the service marks as passed or failed. */
  passRate?: number;
  /** Mean score by grader, if there are several. */
  graders: Record<string, number>;
  /** Why the run failed, if the service says so. */
  error?: string;
  outcomes: EvalOutcome[];
}

/** A job's evaluation so far. */
export interface JobEvaluation {
  job: Job;
  evalId: string;
  /** In step order. */
  runs: EvaluationRun[];
}

interface Sum {
  total: number;
  count: number;
}

function add(sums: Map<string, Sum>, name: string, value: number | undefined): void {
  if (value === undefined) return;
  const { total, count } = sums.get(name) ?? { total: 0, count: 0 };
  sums.set(name, { total: total + value, count: count + 1 });
}

function meansOf(sums: ReadonlyMap<string, Sum>): Record<string, number> {
  return Object.fromEntries([...sums].map(([name, { total, count }]) => [name, total / count]));
}

/** A run as read, before its outputs are told apart by rows. */
interface ReadRun {
  run: Omit<EvaluationRun, "outcomes">;
  outcomes: Omit<EvalOutcome, "row">[];
  prints: ItemPrint[];
}

/** Aggregates the outputs of a run; their texts are read and dropped. */
async function tallyOutputs(items: AsyncIterable<EvalOutputItem>) {
  const outcomes: ReadRun["outcomes"] = [];
  const prints: ItemPrint[] = [];
  const graders = new Map<string, Sum>();
  const whole = new Map<string, Sum>();
  for await (const item of items) {
    const score = scoreOf(item);
    const passed = passedOf(item);
    add(whole, "meanScore", score);
    add(whole, "passRate", passed === undefined ? undefined : Number(passed));
    for (const result of item.results) add(graders, graderName(result), result.score);
    outcomes.push({ itemId: item.id, ...(score !== undefined && { score }) });
    prints.push(printItem(item));
  }
  const errored = outcomes.filter(({ score }) => score === undefined).length;
  const means: Pick<EvaluationRun, "meanScore" | "passRate"> = meansOf(whole);
  const graderMeans = graders.size < 2 ? {} : meansOf(graders);
  return { outcomes, prints, tally: { samples: outcomes.length, errored, ...means, graders: graderMeans } };
}

/** The step that a run's name says, as in `Step 5`; absent if it says none. */
export function stepOf({ name }: EvalRun): Pick<EvaluationRun, "step"> {
  const digits = /^step\s+(\d+)$/i.exec(name?.trim() ?? "")?.[1];
  return digits === undefined ? {} : { step: Number(digits) };
}

async function readRun(api: FineTuningApi, evalId: string, run: EvalRun): Promise<ReadRun> {
  const { id, name = id, status, error } = run;
  const items = allPages((query) => api.listEvalOutputItems(evalId, id, query));
  const { tally, ...read } = await tallyOutputs(items);
  const message = error?.message ? { error: error.message } : {};
  return { ...read, run: { id, name, ...stepOf(run), status, ...message, ...tally } };
}

/** Reads these runs of an evaluation with all their outputs, page by page, and tells the outputs apart by rows. */
export async function readEvaluationRuns(
  api: FineTuningApi,
  evalId: string,
  runs: AsyncIterable<EvalRun> | Iterable<EvalRun>,
): Promise<EvaluationRun[]> {
  const read: ReadRun[] = [];
  for await (const run of runs) read.push(await readRun(api, evalId, run));
  const keys = rowKeys(read.map(({ prints }) => prints));
  const steps = read.map(({ run }) => run.step);
  return read.map(({ run, outcomes }, place) => {
    const own = keys[place] ?? [];
    const rows = outcomes.map((outcome, index) => Object.assign(outcome, { row: own[index] ?? "" }));
    const step = run.step === undefined ? {} : { resultStep: resultStep(run.step, steps) };
    return Object.assign(run, step, { outcomes: rows });
  });
}

function placeOf({ step }: EvaluationRun): number {
  return step ?? Infinity;
}

/**
 * Reads the evaluation the service makes of a job (`job.eval`): all runs and outputs, page by page. Keeps ids and a
 * score per output (about 100 bytes), never its text.
 * @throws StateError if the job has no evaluation, or none of its runs has begun.
 */
export async function readEvaluation(api: FineTuningApi, jobId: string): Promise<JobEvaluation> {
  const job = await api.getJob(jobId);
  const evalId = job.eval;
  if (evalId === undefined || evalId === "") {
    throw new StateError(`${jobId} is ${job.status} and has no evaluation`, {
      hint:
        job.status === "pending"
          ? `The service makes one when the job begins to run: rft watch ${jobId}`
          : `The service made none for it; its rewards are in: rft metrics ${jobId}`,
    });
  }
  const listed = allPages((query) => api.listEvalRuns(evalId, query));
  const runs = await readEvaluationRuns(api, evalId, listed);
  if (runs.length === 0) {
    throw new StateError(`the evaluation ${evalId} of ${jobId} has no run yet`, {
      hint: `The first comes with the first step: rft watch ${jobId}`,
    });
  }
  return {
    job,
    evalId,
    runs: runs.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : Number(placeOf(a) > placeOf(b)))),
  };
}

/** The run with the highest mean score, the earliest if several tie; undefined if none has one. */
export function bestRun(runs: readonly EvaluationRun[]): EvaluationRun | undefined {
  let best: EvaluationRun | undefined;
  for (const run of runs)
    if (run.meanScore !== undefined && !(best?.meanScore !== undefined && best.meanScore >= run.meanScore))
      best = run;
  return best;
}
