import { StateError } from "#errors.js";
import { allPages } from "#service/all-pages.js";
import type { EvalOutputItem, EvalRun, FineTuningApi, Job } from "#service/api.js";
import { graderName, passedOf, rowKeyOf, scoreOf } from "./rollout.js";

/** One output of a run as it is remembered: no texts, so that a run of any length fits. */
export interface EvalOutcome {
  itemId: string;
  row: string;
  score?: number;
}

/** One evaluation of the job's model. */
export interface EvaluationRun {
  id: string;
  name: string;
  /** Of the name `Step 5`; absent where it names none. */
  step?: number;
  status: string;
  /** Outputs read. */
  samples: number;
  /** Outputs without a score; they count in no mean. */
  errored: number;
  meanScore?: number;
  /** Of the outputs that the service calls passed or failed. */
  passRate?: number;
  /** Mean score by grader, where there are several. */
  graders: Record<string, number>;
  /** Why the run failed, where the service says so. */
  error?: string;
  outcomes: EvalOutcome[];
}

/** A job's evaluation, as far as the service has made it. */
export interface JobEvaluation {
  job: Job;
  evalId: string;
  /** In order of steps. */
  runs: EvaluationRun[];
}

/** A mean in the making. */
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

/** What the outputs of a run come to: the texts are read and forgotten. */
async function tallyOutputs(items: AsyncIterable<EvalOutputItem>) {
  const outcomes: EvalOutcome[] = [];
  const graders = new Map<string, Sum>();
  const whole = new Map<string, Sum>();
  for await (const item of items) {
    const score = scoreOf(item);
    const passed = passedOf(item);
    add(whole, "meanScore", score);
    add(whole, "passRate", passed === undefined ? undefined : Number(passed));
    for (const result of item.results) add(graders, graderName(result), result.score);
    outcomes.push({ itemId: item.id, row: rowKeyOf(item), ...(score !== undefined && { score }) });
  }
  const errored = outcomes.filter(({ score }) => score === undefined).length;
  const means: Pick<EvaluationRun, "meanScore" | "passRate"> = meansOf(whole);
  return {
    samples: outcomes.length,
    errored,
    ...means,
    graders: graders.size < 2 ? {} : meansOf(graders),
    outcomes,
  };
}

function stepOf({ name }: EvalRun): Pick<EvaluationRun, "step"> {
  const digits = /^step\s+(\d+)$/i.exec(name?.trim() ?? "")?.[1];
  return digits === undefined ? {} : { step: Number(digits) };
}

async function readRun(api: FineTuningApi, evalId: string, run: EvalRun): Promise<EvaluationRun> {
  const { id, name = id, status, error } = run;
  const items = allPages((query) => api.listEvalOutputItems(evalId, id, query));
  return {
    id,
    name,
    ...stepOf(run),
    status,
    ...(error?.message && { error: error.message }),
    ...(await tallyOutputs(items)),
  };
}

/**
 * Reads the evaluation that the service makes of a job (`job.eval`): all runs, all outputs, page by page. Held is a
 * line an output (ids and score, about 100 bytes), never its text.
 * @throws StateError where the job has no evaluation, or none of its runs has begun.
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
  const runs: EvaluationRun[] = [];
  for await (const run of allPages((query) => api.listEvalRuns(evalId, query))) {
    runs.push(await readRun(api, evalId, run));
  }
  if (runs.length === 0) {
    throw new StateError(`the evaluation ${evalId} of ${jobId} has no run yet`, {
      hint: `The first comes with the first step: rft watch ${jobId}`,
    });
  }
  const place = ({ step }: EvaluationRun) => step ?? Infinity;
  return {
    job,
    evalId,
    runs: runs.toSorted((a, b) => (place(a) < place(b) ? -1 : Number(place(a) > place(b)))),
  };
}

/** The run with the highest mean score; the earliest of several. Undefined where none has one. */
export function bestRun(runs: readonly EvaluationRun[]): EvaluationRun | undefined {
  let best: EvaluationRun | undefined;
  for (const run of runs)
    if (run.meanScore !== undefined && !(best?.meanScore !== undefined && best.meanScore >= run.meanScore))
      best = run;
  return best;
}
